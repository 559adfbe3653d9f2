namespace Lathe.Compression.Quantization.Training;

/// <summary>Bits of one layer: its weights, and the activations it reads; 32 for as they are.</summary>
/// <param name="Layer">The node's name.</param>
/// <param name="Weights">Bits of the weights.</param>
/// <param name="Activations">Bits of the activations.</param>
public sealed record LayerBits(string Layer, int Weights, int Activations)
{
    /// <summary>Bits of what stays in floating point.</summary>
    public const int Floating = 32;
}
