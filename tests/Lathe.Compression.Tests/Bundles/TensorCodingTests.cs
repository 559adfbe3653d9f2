using Lathe.Compression.Bundles.Tensors;
using Lathe.Compression.Sharing.Hashing;
using Lathe.Compression.Sharing.KMeans;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Bundles;

public class TensorCodingTests
{
    [Fact]
    public void Encode_EveryTypeAndManyContents_ComesBackBitForBit()
    {
        foreach (DType type in Enum.GetValues<DType>())
        {
            foreach (int[] dimensions in new int[][] { [], [0], [1], [7], [3, 5], [40, 24], [8, 6, 3, 3], [2, 2, 2, 2, 2] })
            {
                for (ulong draw = 0; draw < 4; draw++)
                {
                    TensorData data = Random(type, new Shape(dimensions), draw);
                    RoundTrip(data);
                }
            }
        }
    }

    [Fact]
    public void Encode_EachStructure_TakesLittleMoreThanItsInformation()
    {
        float[] dense = Normal(64 * 576);
        Size(dense, 64, 576).ShouldBeLessThan(dense.Length * 4);

        // 2:4 with 8-bit values: a mask of log2 6 bits each four, and 16 bits of values.
        float[] two = [.. dense.Select((v, i) => (i % 4 < 2) == (i / 4 % 3 > 0) ? MathF.Round(v * 40) : 0)];
        Size(two, 64, 576).ShouldBeLessThan((int)(dense.Length / 4 * (2.585 + 14) / 8) + 600);

        // 16 shared values: 4 bits each at most.
        float[] shared = ScalarKMeans.Share(dense, 16, CentroidStart.Density);
        Size(shared, 64, 576).ShouldBeLessThan((dense.Length / 2) + 150);

        // Blocks of 4 x 4, a tenth of them there: little more than their values.
        float[] blocks = [.. dense.Select((v, i) => RandomKey.FromSeed(3).Uniform((ulong)((i / 576 / 4 * 144) + (i % 576 / 4))) < 0.1 ? v : 0)];
        Size(blocks, 64, 576).ShouldBeLessThan((int)(blocks.Count(b => b != 0) * 3.75) + 250);

        Size(new float[36864], 64, 576).ShouldBeLessThan(16);
        Size([.. dense.Select(v => (float)(Half)v)], 64, 576).ShouldBeLessThan((int)(dense.Length * 1.9));
    }

    /// <summary>Binary weights into which a scale for each output channel was folded cost a bit each and a scale for each channel, whichever way the matrix lies.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Encode_BinaryWithAScaleForEachChannel_TakesABitAWeight(int axis)
    {
        float[] dense = Normal(200 * 400), scales = Normal(400);
        int lines = axis == 0 ? 200 : 400;

        int bytes = Size([.. dense.Select((v, i) => Math.Sign(v) * scales[axis == 0 ? i / 400 : i % 400])], 200, 400);

        bytes.ShouldBeLessThan((dense.Length / 8) + (2 * lines * sizeof(float)) + 200);
    }

    [Fact]
    public void Encode_HashedWeight_StoresItsBuckets()
    {
        float[] values = Normal(100);
        TensorData data = TensorData.From<float>(HashedWeight.Bind(5, 4000, values).Expand(values), new Shape(40, 100));

        byte[] with = TensorCoding.Encode(data, (5, 100)), wrong = TensorCoding.Encode(data, (6, 100));

        with.Length.ShouldBeLessThan(420);
        wrong.Length.ShouldBeGreaterThan(2 * with.Length);
        Decode(with, data).ShouldBe(data.Bytes.ToArray());
        Decode(wrong, data).ShouldBe(data.Bytes.ToArray());
    }

    [Fact]
    public void Encode_NegativeZerosAndNaNs_AreKept()
    {
        float[] values = [.. Enumerable.Range(0, 300).Select(i => (i % 7) switch { 0 => -0f, 1 => 0f, 2 => BitConverter.Int32BitsToSingle(0x7FC00000 + i), 3 => float.NegativeInfinity, _ => 0f })];

        RoundTrip(TensorData.From<float>(values, new Shape(15, 20)));
    }

    private static int Size(float[] values, int rows, int columns)
    {
        TensorData data = TensorData.From<float>(values, new Shape(rows, columns));
        return RoundTrip(data);
    }

    private static int RoundTrip(TensorData data)
    {
        byte[] coded = TensorCoding.Encode(data);
        Decode(coded, data).AsSpan().SequenceEqual(data.Bytes.Span).ShouldBeTrue($"{data}");
        coded.Length.ShouldBeLessThanOrEqualTo(data.Bytes.Length + 2);
        return coded.Length;
    }

    private static byte[] Decode(byte[] coded, TensorData data)
    {
        byte[] bytes = new byte[data.Bytes.Length];
        TensorCoding.Decode(coded, data.Type, data.Shape, bytes);
        return bytes;
    }

    private static float[] Normal(int count)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(21).FillNormal(values);
        return values;
    }

    // Random bytes, few distinct ones, mostly zeros, and all the same.
    private static TensorData Random(DType type, Shape shape, ulong draw)
    {
        RandomKey key = RandomKey.FromSeed(22).Fold(draw).Fold(type.ToString());
        byte[] bytes = new byte[shape.Count * type.Size()];
        for (int i = 0; i < bytes.Length; i++)
        {
            uint bits = key.Bits((ulong)i);
            bytes[i] = draw switch { 0 => (byte)bits, 1 => (byte)(bits % 3), 2 => key.Fold(9).Uniform((ulong)(i / type.Size())) < 0.8 ? (byte)0 : (byte)bits, _ => 7 };
        }

        return new TensorData(type, shape, bytes);
    }
}
