using Lathe.Tensors.Formats;

namespace Lathe.Tensors.Tests.Formats;

public class MinifloatFormatTests
{
    [Fact]
    public void Float16_AllCodesAndManyNumbers_AgreeWithHalf()
    {
        for (int code = 0; code <= ushort.MaxValue; code++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)code);
            float actual = MinifloatFormat.Float16.Decode((uint)code);
            if (float.IsNaN(expected) ? !float.IsNaN(actual) : BitConverter.SingleToUInt32Bits(actual) != BitConverter.SingleToUInt32Bits(expected))
            {
                actual.ShouldBe(expected, $"{code:X4}");
            }
        }

        ForManyNumbers(v => BitConverter.HalfToUInt16Bits((Half)v), MinifloatFormat.Float16);
    }

    [Fact]
    public void BFloat16_ManyNumbers_AgreeWithTheTensorType() => ForManyNumbers(v => BFloat16.FromSingle(v).Bits, MinifloatFormat.BFloat16);

    [Theory]
    [InlineData(1f + (1f / 2048), 1f)]
    [InlineData(1f + (3f / 2048), 1f + (2f / 1024))]
    [InlineData(1f + (1f / 1024), 1f + (1f / 1024))]
    [InlineData(3.4028235e38f, float.PositiveInfinity)]
    [InlineData(1.5f / 1.7e38f / (1 << 10), 1.5f / 1.7e38f / (1 << 10))]
    public void TensorFloat32_KeepsTenFractionBits(float value, float expected)
    {
        float kept = MinifloatFormat.TensorFloat32.Decode(MinifloatFormat.TensorFloat32.Encode(value));

        (kept == expected || Math.Abs(kept - expected) <= Math.ScaleB(1, -137)).ShouldBeTrue($"{value:R} became {kept:R}");
    }

    [Theory]
    [InlineData(0x00, 0f)]
    [InlineData(0x01, 0.001953125f)]
    [InlineData(0x07, 0.013671875f)]
    [InlineData(0x08, 0.015625f)]
    [InlineData(0x38, 1f)]
    [InlineData(0x7E, 448f)]
    [InlineData(0xFE, -448f)]
    [InlineData(0x7F, float.NaN)]
    public void E4M3_Decode_IsTheDefinition(int code, float expected) => MinifloatFormat.E4M3.Decode((uint)code).ShouldBe(expected);

    [Theory]
    [InlineData(464f, 0x7E)]
    [InlineData(464.0001f, 0x7F)]
    [InlineData(float.PositiveInfinity, 0x7F)]
    [InlineData(-1000f, 0xFF)]
    public void E4M3_WithoutSaturation_TooLargeIsNaN(float value, int code) => MinifloatFormat.E4M3.Encode(value, saturate: false).ShouldBe((uint)code);

    [Theory]
    [InlineData(0x01, 1.52587890625e-5f)]
    [InlineData(0x04, 6.103515625e-5f)]
    [InlineData(0x7B, 57344f)]
    [InlineData(0x7C, float.PositiveInfinity)]
    [InlineData(0xFC, float.NegativeInfinity)]
    [InlineData(0x7D, float.NaN)]
    public void E5M2_Decode_IsTheDefinition(int code, float expected) => MinifloatFormat.E5M2.Decode((uint)code).ShouldBe(expected);

    [Theory]
    [InlineData(61439f, 0x7B)]
    [InlineData(61440f, 0x7C)]
    [InlineData(float.NegativeInfinity, 0xFC)]
    public void E5M2_WithoutSaturation_TooLargeIsInfinity(float value, int code) => MinifloatFormat.E5M2.Encode(value, saturate: false).ShouldBe((uint)code);

    [Fact]
    public void E2M1_Numbers_AreTheDefinition() =>
        Enumerable.Range(0, 8).Select(c => MinifloatFormat.E2M1.Decode((uint)c)).ShouldBe([0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f]);

    [Fact]
    public void Encode_NegativeZeroAndTiny_KeepTheSign()
    {
        MinifloatFormat.E4M3.Encode(-0f).ShouldBe(0x80u);
        MinifloatFormat.E4M3.Encode(-1e-30f).ShouldBe(0x80u);
    }

    [Theory]
    [InlineData(1f, 127)]
    [InlineData(1.4999f, 127)]
    [InlineData(1.5f, 128)]
    [InlineData(0f, 0)]
    [InlineData(float.NaN, 255)]
    [InlineData(float.MaxValue, 254)]
    public void E8M0_Encode_IsTheNearestPowerOfTwo(float value, int code) => ExponentFormat.E8M0.Encode(value).ShouldBe((uint)code);

    private static void ForManyNumbers(Func<float, ushort> expected, MinifloatFormat format)
    {
        // Every 4,099th pattern of 32 bits: a prime, so that all kinds of fractions and exponents come up.
        for (long bits = 0; bits <= uint.MaxValue; bits += 4099)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)bits);
            if (!float.IsNaN(value) && format.Encode(value) != expected(value))
            {
                format.Encode(value).ShouldBe(expected(value), $"{value:R}");
            }
        }
    }
}
