namespace Lathe.Tensors.Formats;

/// <summary>E8M0 (OCP Microscaling 2023): powers of two from 2^-127 to 2^127 and NaN, for scales. Rounds to the nearest power, a half up.</summary>
public sealed class ExponentFormat : INumberFormat
{
    private const int Bias = 127;
    private const uint NotANumber = 255;

    private ExponentFormat()
    {
    }

    /// <summary>The format.</summary>
    public static ExponentFormat E8M0 { get; } = new();

    /// <inheritdoc/>
    public string Name => "e8m0";

    /// <inheritdoc/>
    public int Bits => 8;

    /// <inheritdoc/>
    public float Largest => (float)Math.ScaleB(1, Bias);

    /// <summary>The code of a power of two, held within the format.</summary>
    public static uint OfExponent(int exponent) => (uint)(Math.Clamp(exponent, -Bias, Bias) + Bias);

    /// <inheritdoc/>
    public uint Encode(float value)
    {
        if (float.IsNaN(value) || value < 0)
        {
            return NotANumber;
        }

        if (value == 0 || float.IsInfinity(value))
        {
            return value == 0 ? 0 : NotANumber - 1;
        }

        int exponent = Math.ILogB(value);
        return OfExponent(value >= Math.ScaleB(1.5, exponent) ? exponent + 1 : exponent);
    }

    /// <inheritdoc/>
    public float Decode(uint code) => code == NotANumber ? float.NaN : (float)Math.ScaleB(1, (int)code - Bias);
}
