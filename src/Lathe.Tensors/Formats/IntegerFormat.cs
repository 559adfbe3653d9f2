namespace Lathe.Tensors.Formats;

/// <summary>Integers of 1 to 16 bits, two's complement where signed. Not a number becomes zero.</summary>
/// <param name="Bits">Bits of a code.</param>
/// <param name="Signed">True for two's complement.</param>
public sealed record IntegerFormat(int Bits, bool Signed) : INumberFormat
{
    /// <inheritdoc/>
    public string Name => $"{(Signed ? "" : "u")}int{Bits}";

    /// <summary>The smallest number.</summary>
    public int Low => Signed ? -(1 << (Bits - 1)) : 0;

    /// <summary>The largest number.</summary>
    public int High => (1 << (Signed ? Bits - 1 : Bits)) - 1;

    /// <inheritdoc/>
    public float Largest => High;

    /// <inheritdoc/>
    public uint Encode(float value) => ToCode(float.IsNaN(value) ? 0 : (int)Math.Clamp(MathF.Round(value), Low, High));

    /// <inheritdoc/>
    public float Decode(uint code) => ToInteger(code);

    /// <summary>The code of an integer within the range.</summary>
    public uint ToCode(int value) => (uint)value & (uint)((1 << Bits) - 1);

    /// <summary>The integer of a code.</summary>
    public int ToInteger(uint code) => Signed ? (int)(code << (32 - Bits)) >> (32 - Bits) : (int)code;
}
