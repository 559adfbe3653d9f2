using Lathe.Compression.Factorization.Ranks;

namespace Lathe.Compression.Factorization.Cp;

/// <summary>How convolutions become sums of separable ones.</summary>
public sealed record CpOptions : FactorOptions
{
    /// <summary>Starts from a share of the rank: an energy takes many fits to meet.</summary>
    public CpOptions() => (Rank, Share) = (RankChoice.Share, 0.2);
}
