namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>The weights of one layer of a deployed network.</summary>
public sealed record LayerWeights
{
    /// <summary>The layer.</summary>
    public required string Layer { get; init; }

    /// <summary>Dimensions of the weights.</summary>
    public required string Shape { get; init; }

    /// <summary>Number of weights.</summary>
    public required long Count { get; init; }

    /// <summary>Standard deviation.</summary>
    public required double Deviation { get; init; }

    /// <summary>Share of weights that are exactly 0.</summary>
    public required double Zeros { get; init; }

    /// <summary>Their distribution; of the numbers the codes stand for where the layer is quantized.</summary>
    public required Histogram Values { get; init; }

    /// <summary>What quantization did to them, where the layer is quantized.</summary>
    public QuantizationNoise? Noise { get; init; }
}
