using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training;

/// <summary>A layer and how it is trained.</summary>
/// <param name="Node">The layer.</param>
/// <param name="Bits">Its bits.</param>
/// <param name="Scheme">What makes its quantizers.</param>
internal sealed record PlannedLayer(Node Node, LayerBits Bits, QuantizerScheme Scheme);
