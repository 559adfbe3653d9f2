using FsCheck;
using FsCheck.Fluent;
using Lathe.Tensors.Formats;

namespace Lathe.Tensors.Tests.Formats;

public class TensorEncoderTests
{
    private static readonly Shape s_shape = new(4, 6, 2, 2);
    private static readonly float[] s_values = Values(96);

    public static TheoryData<GranularityKind, int, int> Granularities => new()
    {
        { GranularityKind.Tensor, 1, 1 }, { GranularityKind.Channel, 1, 4 }, { GranularityKind.Group, 2, 2 }, { GranularityKind.Group, 3, 2 }, { GranularityKind.Block, 8, 12 }, { GranularityKind.Block, 7, 16 },
    };

    [Theory]
    [MemberData(nameof(Granularities))]
    public void Encode_Integers_StayWithinHalfAStep(GranularityKind kind, int size, int scales)
    {
        var scheme = new CodeScheme(NumberFormats.Int4, new Granularity(kind, 0, size));

        QuantizedTensor coded = TensorEncoder.Encode(s_values, s_shape, scheme);

        coded.Scales.Length.ShouldBe(scales);
        float[] decoded = coded.Decode();
        var layout = new ScaleLayout(s_shape, scheme.Granularity);
        for (int i = 0; i < decoded.Length; i++)
        {
            Math.Abs(decoded[i] - s_values[i]).ShouldBeLessThanOrEqualTo(coded.Scales[layout.ScaleOf(i)] * 0.5001f);
        }
    }

    [Fact]
    public void Encode_FinerGranularity_HasLessError()
    {
        double Error(Granularity granularity) => SquaredError(new CodeScheme(NumberFormats.Int4, granularity));

        Error(Granularity.Channel()).ShouldBeLessThan(Error(Granularity.Tensor));
        Error(Granularity.Block(8)).ShouldBeLessThan(Error(Granularity.Channel()));
    }

    [Theory]
    [InlineData("int4")]
    [InlineData("int2")]
    [InlineData("ternary")]
    [InlineData("binary")]
    [InlineData("fp4-e2m1")]
    [InlineData("pow2-4")]
    [InlineData("apot-4")]
    public void Encode_LeastSquares_IsNeverWorseThanTheLargest(string format)
    {
        CodeScheme scheme = new(NumberFormats.Find(format), Granularity.Channel());

        SquaredError(scheme with { Rule = ScaleRule.LeastSquares }).ShouldBeLessThanOrEqualTo(SquaredError(scheme));
    }

    [Fact]
    public void Encode_BinaryLeastSquares_HasTheMeanMagnitudeAsScale()
    {
        float[] values = [-1, 2, 3, -6];

        QuantizedTensor coded = TensorEncoder.Encode(values, new Shape(4), new CodeScheme(BinaryFormat.Instance, Granularity.Tensor, ScaleRule.LeastSquares));

        coded.Scales[0].ShouldBe(3f, 1e-5f);
        coded.Packed.ToArray().ShouldBe([0b0110]);
    }

    [Fact]
    public void Encode_Asymmetric_HoldsZeroExactlyAndUsesTheWholeRange()
    {
        float[] values = [-1, 0, 0.5f, 3];
        var scheme = new CodeScheme(new IntegerFormat(8, false), Granularity.Tensor, Symmetric: false);

        QuantizedTensor coded = TensorEncoder.Encode(values, new Shape(4), scheme);

        coded.Codes().ShouldBe([0u, 64u, 96u, 255u]);
        coded.Decode()[1].ShouldBe(0f);
    }

    [Fact]
    public void Encode_Microscaling_SharesTheExponentOf32()
    {
        // OCP: shared exponent = floor(log2(largest)) - the element format's largest exponent.
        float[] values = new float[64];
        (values[0], values[1], values[32], values[33]) = (5f, 0.3f, 0.09f, 0.01f);

        QuantizedTensor four = TensorEncoder.Encode(values, new Shape(1, 64), CodeScheme.MxFp4());
        QuantizedTensor eight = TensorEncoder.Encode(values, new Shape(1, 64), CodeScheme.MxFp8());

        four.Scales.ToArray().ShouldBe([1f, 1f / 64]);
        four.Decode().Take(2).ShouldBe([4f, 0.5f]);
        four.Decode().Skip(32).Take(2).ShouldBe([6f / 64, 0.5f / 64]);
        eight.Scales.ToArray().ShouldBe([1f / 64, 1f / 4096]);
        four.StoredBits.ShouldBe((64 * 4) + (2 * 8));
    }

    [Fact]
    public void Encode_PowerOfTwoScale_CutsNothingOff()
    {
        QuantizedTensor coded = TensorEncoder.Encode(s_values, s_shape, new CodeScheme(NumberFormats.Int8, Granularity.Channel(), ScaleRule.PowerOfTwo));

        foreach (float scale in coded.Scales)
        {
            Math.Log2(scale).ShouldBe(Math.Round(Math.Log2(scale)));
        }

        coded.Decode().Zip(s_values, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(coded.Scales.ToArray().Max() / 2);
    }

    [Fact]
    public void Encode_WideFloat_HasNoScale()
    {
        QuantizedTensor coded = TensorEncoder.Encode(s_values, s_shape, new CodeScheme(MinifloatFormat.BFloat16, Granularity.Channel()));

        coded.StoredBits.ShouldBe(96 * 16);
        coded.Decode()[5].ShouldBe((float)BFloat16.FromSingle(s_values[5]));
    }

    [Fact]
    public void FromParts_RoundTrips_AndRefusesWhatDoesNotFit()
    {
        QuantizedTensor coded = TensorEncoder.Encode(s_values, s_shape, new CodeScheme(NumberFormats.Int4, Granularity.Block(8)));

        QuantizedTensor.FromParts(coded.Shape, coded.Scheme, coded.Packed, coded.Scales, coded.Zeros).Decode().ShouldBe(coded.Decode());
        Should.Throw<InvalidInputException>(() => QuantizedTensor.FromParts(coded.Shape, coded.Scheme, coded.Packed[1..], coded.Scales, coded.Zeros)).Message.ShouldContain("damaged");
    }

    [Fact]
    public void Pack_AnyCodes_ComeBack() => Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), Gen.Choose(1, 19).ToArbitrary(), (codes, bits) =>
    {
        uint[] cut = Array.ConvertAll(codes, c => c & ((1u << bits) - 1)), back = new uint[codes.Length];
        byte[] packed = CodePacking.Pack(codes, bits);
        CodePacking.Unpack(packed, bits, back);
        return packed.Length == CodePacking.Bytes(codes.Length, bits) && back.SequenceEqual(cut);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pack_FourBits_PutsTheFirstInTheLowerHalf() => CodePacking.Pack([0x1, 0xA, 0xF], 4).ShouldBe([0xA1, 0x0F]);

    private static double SquaredError(CodeScheme scheme) =>
        TensorEncoder.Encode(s_values, s_shape, scheme).Decode().Zip(s_values, (a, b) => ((double)a - b) * (a - b)).Sum();

    private static float[] Values(int count)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(7).FillNormal(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= 1 + (i / 24);
        }

        return values;
    }
}
