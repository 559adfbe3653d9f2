using Lathe.Compression.Factorization.Ranks;

namespace Lathe.Compression.Factorization.Separable;

/// <summary>How convolutions become depthwise and pointwise ones.</summary>
public sealed record SeparableOptions : FactorOptions
{
    /// <summary>Starts from one depthwise filter for each input channel.</summary>
    public SeparableOptions() => (Rank, Share) = (RankChoice.Share, 0.1);
}
