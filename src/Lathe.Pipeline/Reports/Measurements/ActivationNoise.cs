namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>What quantization did to one activation, on validation samples.</summary>
/// <param name="Value">The value's name.</param>
/// <param name="Layer">The node that makes it.</param>
/// <param name="Noise">The difference to the network in floating point, which includes that of all layers before.</param>
public sealed record ActivationNoise(string Value, string Layer, QuantizationNoise Noise);
