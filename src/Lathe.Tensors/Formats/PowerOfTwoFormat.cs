namespace Lathe.Tensors.Formats;

/// <summary>
/// Zero and powers of two of either sign, 1 the largest: products are shifts (Zhou et al. 2017, INQ; Miyashita et al. 2016). A code is a
/// sign and an exponent counted down from 1: exponent 0 is zero, k is <c>2^(1 - k)</c>. Rounds to the nearest, a half up.
/// </summary>
public sealed class PowerOfTwoFormat : INumberFormat
{
    private readonly int _exponents;

    /// <summary>Codes of 2 to 8 bits.</summary>
    /// <exception cref="InvalidInputException">There are too few or too many bits.</exception>
    public PowerOfTwoFormat(int bits)
    {
        if (bits is < 2 or > 8)
        {
            throw new InvalidInputException($"Powers of two have 2 to 8 bits, not {bits}.");
        }

        (Bits, _exponents) = (bits, (1 << (bits - 1)) - 1);
    }

    /// <inheritdoc/>
    public string Name => $"pow2-{Bits}";

    /// <inheritdoc/>
    public int Bits { get; }

    /// <inheritdoc/>
    public float Largest => 1;

    /// <inheritdoc/>
    public uint Encode(float value)
    {
        uint sign = value < 0 ? 1u << (Bits - 1) : 0;
        float magnitude = float.IsNaN(value) ? 0 : Math.Min(Math.Abs(value), 1);
        if (magnitude < Math.ScaleB(0.5, 1 - _exponents))
        {
            return 0;
        }

        int exponent = Math.Max(Math.ILogB(magnitude), 1 - _exponents);
        int nearest = magnitude >= Math.ScaleB(1.5, exponent) ? exponent + 1 : exponent;
        return sign | (uint)(1 - nearest);
    }

    /// <inheritdoc/>
    public float Decode(uint code)
    {
        uint sign = 1u << (Bits - 1), exponent = code & (sign - 1);
        return exponent == 0 ? 0 : (float)Math.ScaleB((code & sign) != 0 ? -1 : 1, 1 - (int)exponent);
    }
}
