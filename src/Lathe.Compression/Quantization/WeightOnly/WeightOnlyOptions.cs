using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.WeightOnly;

/// <summary>Which weights are stored in few bits, and how.</summary>
public sealed record WeightOnlyOptions : WeightCodeOptions
{
    /// <summary>Blocks of 32 with scales by least squares.</summary>
    public WeightOnlyOptions() => (Granularity, Scale) = (GranularityKind.Block, ScaleRule.LeastSquares);

    /// <summary>The smallest weight worth it.</summary>
    [Setting("Weights with fewer values get 8 bits per channel: they cost little and matter much.", Min = 0)]
    public int Least { get; init; } = 1024;

    /// <summary>First and last layer in 8 bits.</summary>
    [Setting("The first and the last layer get 8 bits per channel.")]
    public bool KeepEnds { get; init; } = true;
}
