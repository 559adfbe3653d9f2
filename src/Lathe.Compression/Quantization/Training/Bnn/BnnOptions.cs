using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Bnn;

/// <summary>Which layers become binary.</summary>
public sealed record BnnOptions : QatOptions
{
    /// <summary>Weights have one bit.</summary>
    [Setting("Bits of weights: 1.", Min = 1, Max = 1)]
    public override int Weights { get; init; } = 1;

    /// <summary>Bits of the activations.</summary>
    [Setting("Bits of the activations layers read: 1.", Min = 1, Max = 1)]
    public override int Activations { get; init; } = 1;
}
