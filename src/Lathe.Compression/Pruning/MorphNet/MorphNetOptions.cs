using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.MorphNet;

/// <summary>A regulariser weighted by resources.</summary>
public sealed record MorphNetOptions
{
    /// <summary>What a network should use less of.</summary>
    [Setting("What the network should use less of: macs or size.")]
    public MorphResource Resource { get; init; } = MorphResource.Macs;

    /// <summary>Strength of the penalty on the average channel.</summary>
    [Setting("Strength of the penalty on a channel of average cost, usually 1e-4 to 1e-2.", Min = 0, Above = true)]
    public float Strength { get; init; } = 1e-3f;

    /// <summary>Scales below this are gone.</summary>
    [Setting("Channels whose scales are all smaller than this are removed.", Min = 0, Above = true)]
    public float Threshold { get; init; } = 0.05f;
}
