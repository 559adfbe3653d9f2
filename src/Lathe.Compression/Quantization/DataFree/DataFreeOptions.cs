using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.DataFree;

/// <summary>How a network is quantized without data.</summary>
public sealed record DataFreeOptions : WeightCodeOptions
{
    /// <summary>Seven bits per channel: 8 without the one that processors without integer dot products cannot sum.</summary>
    public DataFreeOptions() => (Format, Activations) = ("int7", ActivationCodes.Int8);

    /// <summary>How far activations are expected from their mean.</summary>
    [Setting("How many deviations from their mean activations are expected to lie.", Min = 1, Max = 20)]
    public double Deviations { get; init; } = 6;

    /// <summary>Ranges made alike first.</summary>
    [Setting("Makes ranges of channels alike across layers first.")]
    public bool Equalize { get; init; } = true;

    /// <summary>Mean errors taken out.</summary>
    [Setting("Takes the expected mean error of rounded weights out of biases.")]
    public bool CorrectBias { get; init; } = true;
}
