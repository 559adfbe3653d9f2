using Lathe.Compression.Quantization.Weights;

namespace Lathe.Compression.Quantization.BiasCorrection;

/// <summary>How weights are rounded before their mean error is taken out.</summary>
public sealed record BiasCorrectionOptions : MeasuredCodeOptions;
