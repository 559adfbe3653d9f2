using Lathe.Graph;

namespace Lathe.Compression.Techniques;

/// <summary>What passes from technique to technique.</summary>
public sealed record CompressedModel
{
    /// <summary>The network in floating point. Zeros and shared values of its weights are patterns that later steps keep.</summary>
    public required ModelGraph Graph { get; init; }

    /// <summary>The network results are compared with and learned from; null before there is one.</summary>
    public ModelGraph? Baseline { get; init; }

    /// <summary>The network with codes of a narrow format, as it is deployed; null when <see cref="Graph"/> itself is.</summary>
    public ModelGraph? Coded { get; init; }
}
