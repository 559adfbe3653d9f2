namespace Lathe.Compression.Quantization;

/// <summary>How a network is quantized to 8 bits: weights per channel and symmetric, activations per tensor with a zero point.</summary>
public sealed record QuantizeOptions
{
    /// <summary>How activation ranges are chosen.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Mse;

    /// <summary>
    /// Largest weight code of layers that run in integers. 127 uses all 8 bits; 63 leaves one unused, which processors without
    /// integer dot products need: their 16-bit sums of u8 times i8 pairs saturate otherwise.
    /// </summary>
    public int WeightLimit { get; init; } = 63;

    /// <summary>Nodes that stay as they are.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>Layers that run in floating point, only their weights stored as codes.</summary>
    public IReadOnlyCollection<string> WeightOnly { get; init; } = [];
}
