using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Ttq;

/// <summary>How weights become ternary.</summary>
public sealed record TtqOptions : QatOptions
{
    /// <summary>Weights have three values.</summary>
    [Setting("Bits of weights: 2, of which three values are used.", Min = 2, Max = 2)]
    public override int Weights { get; init; } = 2;

    /// <summary>Bits of the activations.</summary>
    [Setting("Bits of the activations layers read; 32 leaves them.", Min = 2, Max = 32)]
    public override int Activations { get; init; } = 32;

    /// <summary>What becomes zero.</summary>
    [Setting("Weights below this share of the largest become zero.", Min = 0, Max = 1, Below = true)]
    public double Threshold { get; init; } = 0.05;
}
