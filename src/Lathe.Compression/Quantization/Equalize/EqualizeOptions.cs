using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Equalize;

/// <summary>How ranges of channels are made alike.</summary>
public sealed record EqualizeOptions : WeightCodeOptions
{
    /// <summary>Eight bits with one scale for the tensor, where it matters.</summary>
    public EqualizeOptions() => (Format, Granularity) = ("int8", GranularityKind.Tensor);

    /// <summary>Rounds over all pairs.</summary>
    [Setting("Rounds over all pairs of layers, until nothing moves.", Min = 1)]
    public int Rounds { get; init; } = 20;
}
