using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sharing.KMeans;

/// <summary>How weights are shared.</summary>
public sealed record KMeansOptions
{
    /// <summary>Bits of an index into the codebook of a dense layer.</summary>
    [Setting("Bits of a shared weight's index: 2^bits distinct values a layer, zero not counted.", Min = 1, Max = 12)]
    public int Bits { get; init; } = 5;

    /// <summary>Bits of convolutions, where they differ.</summary>
    [Setting("Bits of convolutions; those of the other layers when absent. Deep Compression takes 8.", Min = 1, Max = 12)]
    public int? ConvBits { get; init; }

    /// <summary>Layers with bits of their own.</summary>
    [Setting("Layers with bits of their own, as name=bits with a layer or weight name: head=6, stem=8.")]
    public string[] Layers { get; init; } = [];

    /// <summary>Layers left alone.</summary>
    [Setting("Layers or weights that are not shared.")]
    public string[] Except { get; init; } = [];

    /// <summary>Where k-means starts.</summary>
    [Setting("Where k-means starts: evenly over the range (linear), at quantiles (density), at drawn weights (forgy), or the least squared error (exact).")]
    public CentroidStart Initialization { get; init; } = CentroidStart.Linear;
}
