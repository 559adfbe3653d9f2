using Lathe.Compression.Quantization.Weights;

namespace Lathe.Compression.Quantization.Rounding;

/// <summary>How weights are rounded.</summary>
public sealed record RoundingOptions : WeightCodeOptions;
