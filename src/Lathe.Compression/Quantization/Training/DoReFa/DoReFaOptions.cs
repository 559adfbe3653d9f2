using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.DoReFa;

/// <summary>Bits of DoReFa-Net.</summary>
public sealed record DoReFaOptions : QatOptions
{
    /// <summary>Bits of the weights; 1 for signs.</summary>
    [Setting("Bits of weights; 1 for signs times their mean magnitude, 32 leaves them.", Min = 1, Max = 32)]
    public override int Weights { get; init; } = 4;

    /// <summary>Bits of the gradients behind layers.</summary>
    [Setting("Bits of gradients behind layers while training; 32 leaves them.", Min = 2, Max = 32)]
    public int Gradients { get; init; } = 32;
}
