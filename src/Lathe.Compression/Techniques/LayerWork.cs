namespace Lathe.Compression.Techniques;

/// <summary>What one layer does for one sample.</summary>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Weights">Weights it reads.</param>
/// <param name="Activations">Values it reads and writes.</param>
public readonly record struct LayerWork(long Macs, long Weights, long Activations)
{
    /// <summary>Bits of a weight.</summary>
    public int WeightBits { get; init; } = 32;

    /// <summary>Bits of an activation.</summary>
    public int ActivationBits { get; init; } = 32;
}
