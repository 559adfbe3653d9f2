namespace Lathe.Tensors.Formats;

/// <summary>How a tensor becomes codes: the format, who shares a scale, and how it is chosen.</summary>
/// <param name="Format">The codes' format.</param>
/// <param name="Granularity">Who shares a scale.</param>
/// <param name="Rule">How it is chosen.</param>
/// <param name="Symmetric">True for zero points of zero; only integers can have others.</param>
public sealed record CodeScheme(INumberFormat Format, Granularity Granularity, ScaleRule Rule = ScaleRule.Largest, bool Symmetric = true)
{
    /// <summary>Numbers that share a scale in microscaling formats.</summary>
    public const int MicroscalingBlock = 32;

    /// <summary>MXFP8 (OCP Microscaling 2023): E4M3 with one E8M0 scale for 32 numbers.</summary>
    public static CodeScheme MxFp8(int axis = 0) => Microscaling(MinifloatFormat.E4M3, axis);

    /// <summary>MXFP8 with E5M2 elements.</summary>
    public static CodeScheme MxFp8E5M2(int axis = 0) => Microscaling(MinifloatFormat.E5M2, axis);

    /// <summary>MXFP4: E2M1 with one E8M0 scale for 32 numbers.</summary>
    public static CodeScheme MxFp4(int axis = 0) => Microscaling(MinifloatFormat.E2M1, axis);

    /// <summary>Bits of a stored scale: 8 for powers of two, 32 for others.</summary>
    public int ScaleBits => Rule is ScaleRule.SharedExponent or ScaleRule.PowerOfTwo ? ExponentFormat.E8M0.Bits : 32;

    /// <summary>True where numbers are coded as they are: floating-point formats of 16 bits and more have no scale.</summary>
    public bool IsUnscaled => Format is MinifloatFormat { Bits: > 8 };

    private static CodeScheme Microscaling(MinifloatFormat format, int axis) => new(format, Granularity.Block(MicroscalingBlock, axis), ScaleRule.SharedExponent);
}
