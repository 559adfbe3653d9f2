using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.BinaryConnect;

/// <summary>How weights become signs.</summary>
public sealed record BinaryConnectOptions : QatOptions
{
    /// <summary>Weights have one bit.</summary>
    [Setting("Bits of weights: 1.", Min = 1, Max = 1)]
    public override int Weights { get; init; } = 1;

    /// <summary>Bits of the activations.</summary>
    [Setting("Bits of the activations layers read; 32 leaves them.", Min = 2, Max = 32)]
    public override int Activations { get; init; } = 32;

    /// <summary>Signs are drawn while training.</summary>
    [Setting("Signs are drawn while training, with the probability of the hard sigmoid of the weight.")]
    public bool Stochastic { get; init; }
}
