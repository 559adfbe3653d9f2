using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training;

/// <summary>A weight that gets a quantizer.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Data">Its values.</param>
/// <param name="Axis">The axis of channels with a scale of their own; -1 for one scale.</param>
/// <param name="Bits">Bits of a weight.</param>
/// <param name="Normalized">A normalisation behind the layer undoes scales.</param>
internal sealed record WeightSite(string Name, TensorData Data, int Axis, int Bits, bool Normalized)
{
    /// <summary>True when earlier steps removed weights, which must stay away.</summary>
    public bool HasZeros => Data.AsSpan<float>().Contains(0f);
}
