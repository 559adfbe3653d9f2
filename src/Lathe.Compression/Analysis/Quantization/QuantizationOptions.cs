using Lathe.Compression.Techniques;

namespace Lathe.Compression.Analysis.Quantization;

/// <summary>What a quantized network is compared with, and how far.</summary>
public sealed record QuantizationOptions
{
    /// <summary>The network in floating point.</summary>
    [Setting("What it is compared with: the baseline (else the network in floating point when there is none), or graph, the network in floating point with the weights of now.", OneOf = ["baseline", "graph"])]
    public string Against { get; init; } = "baseline";

    /// <summary>Validation samples.</summary>
    [Setting("Validation samples that everything is measured on.", Min = 1)]
    public int Samples { get; init; } = 512;

    /// <summary>Bins of the histogram.</summary>
    [Setting("Bins of the error histogram.", Min = 3, Max = 201)]
    public int Bins { get; init; } = 21;

    /// <summary>Size of attacks.</summary>
    [Setting("Largest change of an input by an attack, in deviations of the data; 0 leaves attacks out.", Min = 0)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Steps of the iterated attack.</summary>
    [Setting("Steps of the iterated attack (PGD).", Min = 1)]
    public int Steps { get; init; } = 7;
}
