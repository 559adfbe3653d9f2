using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.LotteryTickets;

/// <summary>How a winning ticket is looked for.</summary>
public sealed record LotteryOptions
{
    /// <summary>The share of weights that end as zeros.</summary>
    [Setting("Share of the weights that end as zeros, usually 0.8 to 0.95.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Sparsity { get; init; } = 0.8;

    /// <summary>Rounds of training, pruning and rewinding.</summary>
    [Setting("Rounds of training, pruning and rewinding, each with its own epochs.", Min = 1, Max = 50)]
    public int Rounds { get; init; } = 5;

    /// <summary>Where weights are rewound to.</summary>
    [Setting("Share of the first training whose weights are rewound to: 0 for the initial ones, about 0.05 for early ones.", Min = 0, Max = 1, Below = true)]
    public double Rewind { get; init; }

    /// <summary>Whether the first weights are new.</summary>
    [Setting("Start from new random weights; false takes those the network has as the initial ones.")]
    public bool Fresh { get; init; } = true;

    /// <summary>Where the least worthy are looked for.</summary>
    [Setting("Rank all weights together (global), or prune the same share of each (per-layer).")]
    public SparsityScope Scope { get; init; } = SparsityScope.Global;

    /// <summary>Whether the control is trained.</summary>
    [Setting("Also train the control: the same connections from other random weights.")]
    public bool Control { get; init; } = true;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense, such as the first and the last.")]
    public string[] Spare { get; init; } = [];
}
