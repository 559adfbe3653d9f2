using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.SmoothQuant;

/// <summary>How much of the difficulty moves from activations to weights.</summary>
public sealed record SmoothQuantOptions : MeasuredCodeOptions
{
    /// <summary>Seven bits per channel: 8 without the one that processors without integer dot products cannot sum.</summary>
    public SmoothQuantOptions() => (Format, Activations, Calibration) = ("int7", ActivationCodes.Int8, CalibrationMethod.MinMax);

    /// <summary>The migration strength.</summary>
    [Setting("How much of the difficulty moves from activations to weights: 0 none, 1 all of it.", Min = 0, Max = 1)]
    public double Strength { get; init; } = 0.5;
}
