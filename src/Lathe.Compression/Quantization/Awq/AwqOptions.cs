using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Awq;

/// <summary>How weights of strong inputs are protected.</summary>
public sealed record AwqOptions : MeasuredCodeOptions
{
    /// <summary>Blocks of 128, the paper's groups.</summary>
    public AwqOptions() => (Granularity, Size) = (GranularityKind.Block, 128);

    /// <summary>Exponents tried.</summary>
    [Setting("How many exponents between 0 and 1 are tried for the protection of strong inputs.", Min = 2, Max = 100)]
    public int Grid { get; init; } = 20;
}
