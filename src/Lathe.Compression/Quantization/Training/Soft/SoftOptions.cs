using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Soft;

/// <summary>How soft the stairs are.</summary>
public sealed record SoftOptions : QatOptions
{
    /// <summary>Where the softness starts.</summary>
    [Setting("Softness the stairs start with: the share by which each step misses its ends; it is learned, within 0.02 and 0.5.", Min = 0.02, Max = 0.5)]
    public double Softness { get; init; } = 0.2;

    /// <summary>Values are rounded while training.</summary>
    [Setting("Values are rounded while training, with the gradients of the soft stairs; false trains on the soft values.")]
    public bool Hard { get; init; } = true;
}
