using Lathe.Compression.Factorization.Ranks;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Monarch;

/// <summary>How dense layers become block-diagonal.</summary>
public sealed record MonarchOptions : FactorOptions
{
    /// <summary>Starts from rank 1 in each block, as the paper has it.</summary>
    public MonarchOptions() => (Rank, Share) = (RankChoice.Share, 0.01);

    /// <summary>Blocks of each factor.</summary>
    [Setting("Diagonal blocks of each factor; inputs and outputs must be multiples of it.", Min = 2, Max = 256)]
    public int Blocks { get; init; } = 4;
}
