using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Blocks;

/// <summary>Blocks of weights are pruned together.</summary>
public sealed record BlockOptions : SparsifyOptions
{
    /// <summary>Outputs a block spans.</summary>
    [Setting("Outputs a block spans: 4 with columns 1 is 4x1.", Min = 1, Max = 256)]
    public int Rows { get; init; } = 4;

    /// <summary>Inputs a block spans.</summary>
    [Setting("Inputs a block spans: 4 with rows 1 is 1x4.", Min = 1, Max = 256)]
    public int Columns { get; init; } = 1;
}
