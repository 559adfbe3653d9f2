using Lathe.Compression.Sparsity.NOfM;
using Lathe.Compression.Sparsity.Storage;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Sparsity;

public class PackedStorageTests
{
    public static TheoryData<int, int, int, int, int> Patterns
    {
        get
        {
            var data = new TheoryData<int, int, int, int, int>();
            foreach ((int keep, int of) in new[] { (2, 4), (1, 4), (4, 8), (1, 2), (3, 5), (2, 16) })
            {
                data.Add(keep, of, 6, 16, 1);
                data.Add(keep, of, 19, 7, 0);
                data.Add(keep, of, 5, 21, 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void NOfM_RoundTrip_IsBitExact(int keep, int of, int rows, int columns, int axis)
    {
        var shape = new Shape(rows, columns, 2, 1);
        float[] weight = Draw(shape.Count, 7);
        bool[] kept = NOfMMask.Of(weight, shape, axis, keep, of);
        weight = [.. weight.Zip(kept, (w, k) => k ? w : 0)];
        weight[Array.IndexOf(kept, true)] = -0f;
        weight[Array.LastIndexOf(kept, true)] = float.NaN;

        var packed = NOfMMatrix.Encode(weight, shape, axis, keep, of);

        Bits(packed.Decode()).ShouldBe(Bits(weight));
    }

    /// <summary>2:4 of binary32 is 2 values and 2 x 2 bits for every 4 elements: 17 bytes for 8 elements, as tensor cores want it.</summary>
    [Theory]
    [InlineData(2, 4, 2)]
    [InlineData(1, 4, 2)]
    [InlineData(4, 8, 3)]
    public void NOfM_Size_IsAsTheFormatSays(int keep, int of, int bits)
    {
        var shape = new Shape(32, 64);
        float[] weight = Draw(shape.Count, 8);
        weight = [.. weight.Zip(NOfMMask.Of(weight, shape, 1, keep, of), (w, k) => k ? w : 0)];

        var packed = NOfMMatrix.Encode(weight, shape, 1, keep, of);

        int values = shape.Count / of * keep;
        packed.Bytes.ShouldBe((values * 4) + (values * bits / 8));
    }

    [Fact]
    public void NOfM_MoreThanN_IsRefused() =>
        Should.Throw<InvalidInputException>(() => NOfMMatrix.Encode([1, 2, 3, 0], new Shape(1, 4), 1, 2, 4)).Message.ShouldContain("more than 2 values in 4");

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(4, 4)]
    [InlineData(3, 5)]
    public void Blocks_RoundTripAndProduct_AreThoseOfTheMatrix(int blockRows, int blockColumns)
    {
        const int Rows = 18, Columns = 22;
        float[] matrix = Draw(Rows * Columns, 9);
        for (int i = 0; i < matrix.Length; i++)
        {
            int block = (i / Columns / blockRows * 100) + (i % Columns / blockColumns);
            matrix[i] = RandomKey.FromSeed(block).Uniform(0) < 0.7 ? 0 : matrix[i];
        }

        var packed = BlockMatrix.Encode(matrix, Rows, Columns, blockRows, blockColumns);

        Bits(packed.Decode()).ShouldBe(Bits(matrix));
        int down = (Rows + blockRows - 1) / blockRows;
        packed.Bytes.ShouldBe(((down + 1) * 4) + (packed.Blocks * 2) + (packed.Blocks * blockRows * blockColumns * 4));
        packed.Bytes.ShouldBeLessThan(Rows * Columns * 4);
        Check(matrix, Rows, Columns, packed.MultiplyAdd);
    }

    [Fact]
    public void NOfM_Product_IsThatOfTheMatrix()
    {
        var shape = new Shape(9, 22);
        float[] weight = Draw(shape.Count, 10);
        weight = [.. weight.Zip(NOfMMask.Of(weight, shape, 1, 2, 4), (w, k) => k ? w : 0)];

        Check(weight, 9, 22, NOfMMatrix.Encode(weight, shape, 1, 2, 4).MultiplyAdd);
    }

    [Fact]
    public void File_RoundTrip_IsWholeAndDamageIsRefused()
    {
        var shape = new Shape(8, 8);
        float[] weight = Draw(64, 11);
        weight = [.. weight.Zip(NOfMMask.Of(weight, shape, 1, 2, 4), (w, k) => k ? w : 0)];
        byte[] file = PackedWeights.Write(new Dictionary<string, object> { ["a"] = NOfMMatrix.Encode(weight, shape, 1, 2, 4), ["b"] = BlockMatrix.Encode(weight, 8, 8, 2, 2) });

        IReadOnlyDictionary<string, object> back = PackedWeights.Read(file);

        ((NOfMMatrix)back["a"]).Decode().ShouldBe(weight);
        ((BlockMatrix)back["b"]).Decode().ShouldBe(weight);
        PackedWeights.Write(back).ShouldBe(file);
        for (int cut = 0; cut < file.Length; cut += 7)
        {
            Should.Throw<InvalidInputException>(() => PackedWeights.Read(file.AsMemory(0, cut)));
        }

        for (int at = 0; at < file.Length; at++)
        {
            byte[] hostile = [.. file];
            hostile[at] ^= 0xFF;
            Should.NotThrow(() => Refused(hostile));
        }
    }

    // Values may differ; anything else is one sentence.
    private static bool Refused(byte[] bytes)
    {
        try
        {
            foreach (object weight in PackedWeights.Read(bytes).Values)
            {
                _ = weight is NOfMMatrix packed ? packed.Decode() : ((BlockMatrix)weight).Decode();
            }

            return false;
        }
        catch (InvalidInputException)
        {
            return true;
        }
    }

    private delegate void Product(ReadOnlySpan<float> x, Span<float> y);

    private static void Check(float[] matrix, int rows, int columns, Product product)
    {
        float[] x = Draw(columns, 12), y = new float[rows];
        product(x, y);
        for (int r = 0; r < rows; r++)
        {
            y[r].ShouldBe(matrix.AsSpan(r * columns, columns).ToArray().Zip(x, (a, b) => a * b).Sum(), 1e-4);
        }
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    private static float[] Draw(int count, int seed)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(seed).FillNormal(values);
        return values;
    }
}
