namespace Lathe.Compression.Quantization.Weights;

/// <summary>How activations are computed beside coded weights.</summary>
public enum ActivationCodes
{
    /// <summary>In floating point.</summary>
    Float,

    /// <summary>As 8-bit codes with scales from calibration; layers with integer weights then run in integers.</summary>
    Int8,
}
