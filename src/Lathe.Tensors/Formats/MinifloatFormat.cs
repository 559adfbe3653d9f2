namespace Lathe.Tensors.Formats;

/// <summary>
/// Binary floating point of at most 8 exponent bits: <c>sign, exponent, fraction</c>, gradual underflow, rounding to nearest even.
/// </summary>
public sealed class MinifloatFormat : INumberFormat
{
    private const int SingleFraction = 23;
    private readonly int _bias;
    private readonly uint _largestCode;
    private readonly uint? _infinity;
    private readonly uint? _nan;

    private MinifloatFormat(string name, int exponentBits, int fractionBits, int bias, uint largestCode, uint? infinity, uint? nan)
    {
        (Name, ExponentBits, FractionBits, _bias, _largestCode, _infinity, _nan) = (name, exponentBits, fractionBits, bias, largestCode, infinity, nan);
        Largest = Decode(largestCode);
    }

    /// <summary>IEEE 754 binary16.</summary>
    public static MinifloatFormat Float16 { get; } = Ieee("fp16", 5, 10);

    /// <summary>bfloat16: binary32 cut to 8 exponent and 7 fraction bits.</summary>
    public static MinifloatFormat BFloat16 { get; } = Ieee("bf16", 8, 7);

    /// <summary>TensorFloat-32: what tensor cores keep of binary32, 8 exponent and 10 fraction bits.</summary>
    public static MinifloatFormat TensorFloat32 { get; } = Ieee("tf32", 8, 10);

    /// <summary>FP8 E4M3 "FN" (Micikevicius et al. 2022): no infinities, one NaN of each sign, largest 448.</summary>
    public static MinifloatFormat E4M3 { get; } = new("fp8-e4m3", 4, 3, 7, 0x7E, null, 0x7F);

    /// <summary>FP8 E5M2 (Micikevicius et al. 2022): like IEEE, largest 57,344; what is larger saturates here, as ONNX does by default.</summary>
    public static MinifloatFormat E5M2 { get; } = new("fp8-e5m2", 5, 2, 15, 0x7B, 0x7C, 0x7E);

    /// <summary>FP4 E2M1 (OCP Microscaling 2023): 0, 0.5, 1, 1.5, 2, 3, 4, 6; neither infinities nor NaN.</summary>
    public static MinifloatFormat E2M1 { get; } = new("fp4-e2m1", 2, 1, 1, 0x7, null, null);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Bits of the exponent.</summary>
    public int ExponentBits { get; }

    /// <summary>Stored bits of the fraction.</summary>
    public int FractionBits { get; }

    /// <inheritdoc/>
    public int Bits => 1 + ExponentBits + FractionBits;

    /// <inheritdoc/>
    public float Largest { get; }

    /// <summary>The exponent of the largest number: <c>floor(log2(Largest))</c>.</summary>
    public int LargestExponent => MathF.ILogB(Largest);

    private uint SignBit => 1u << (Bits - 1);

    // 16 bits and more follow IEEE and overflow to infinity; the formats of machine learning saturate.
    private bool Saturates => Bits <= 8;

    /// <inheritdoc/>
    public uint Encode(float value) => Encode(value, Saturates);

    /// <summary>The nearest code.</summary>
    /// <param name="value">Any number; NaN becomes NaN, or the largest number where the format has none.</param>
    /// <param name="saturate">What is too large: the largest number where true, else infinity, else NaN, as far as the format has them.</param>
    public uint Encode(float value, bool saturate)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), magnitude = bits & 0x7FFFFFFF, sign = (bits >> 31) * SignBit;
        if (magnitude > 0x7F800000)
        {
            return sign | (_nan ?? _largestCode);
        }

        uint code = Round(magnitude);
        return sign | (code <= _largestCode && magnitude != 0x7F800000 ? code : saturate ? _largestCode : _infinity ?? _nan ?? _largestCode);
    }

    /// <inheritdoc/>
    public float Decode(uint code)
    {
        uint magnitude = code & (SignBit - 1), exponent = magnitude >> FractionBits, fraction = magnitude & ((1u << FractionBits) - 1);
        float value = magnitude == _infinity ? float.PositiveInfinity
            : magnitude > _largestCode ? float.NaN
            : exponent == 0 ? (float)Math.ScaleB(fraction, 1 - _bias - FractionBits)
            : (float)Math.ScaleB((1u << FractionBits) + fraction, (int)exponent - _bias - FractionBits);
        return (code & SignBit) != 0 ? -value : value;
    }

    private static MinifloatFormat Ieee(string name, int exponentBits, int fractionBits)
    {
        uint infinity = ((1u << exponentBits) - 1) << fractionBits;
        return new MinifloatFormat(name, exponentBits, fractionBits, (1 << (exponentBits - 1)) - 1, infinity - 1, infinity, infinity | (1u << (fractionBits - 1)));
    }

    // Of a positive number's bits; may run past the largest code.
    private uint Round(uint magnitude)
    {
        int leastExponent = 1 - _bias;
        if (magnitude < (uint)(leastExponent + 127) << SingleFraction)
        {
            // Below the normal numbers: adding a number whose last bit is the format's makes binary32 round there, ties to even.
            float magic = (float)Math.ScaleB(1, SingleFraction - FractionBits + leastExponent);
            return BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(magnitude) + magic) - BitConverter.SingleToUInt32Bits(magic);
        }

        int dropped = SingleFraction - FractionBits;
        uint rounded = (magnitude + ((1u << (dropped - 1)) - 1) + ((magnitude >> dropped) & 1)) >> dropped;
        return rounded - ((uint)(127 - _bias) << FractionBits);
    }
}
