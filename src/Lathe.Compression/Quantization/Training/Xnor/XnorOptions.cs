using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Xnor;

/// <summary>How signs are scaled.</summary>
public sealed record XnorOptions : QatOptions
{
    /// <summary>Weights have one bit.</summary>
    [Setting("Bits of weights: 1.", Min = 1, Max = 1)]
    public override int Weights { get; init; } = 1;

    /// <summary>Bits of the activations.</summary>
    [Setting("Bits of the activations layers read: 1.", Min = 1, Max = 1)]
    public override int Activations { get; init; } = 1;

    /// <summary>Scales of activations.</summary>
    [Setting("Scales of activations: a map (convolutions without bias; other layers one a sample), one a sample, or none.")]
    public ActivationScaling Scaling { get; init; } = ActivationScaling.Map;
}
