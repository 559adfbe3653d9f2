using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity;

/// <summary>How many weights are pruned, where and when: what all unstructured methods share.</summary>
public abstract record SparsifyOptions
{
    /// <summary>The share of weights that end as zeros.</summary>
    [Setting("Share of the weights that end as zeros, usually 0.5 to 0.95.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Sparsity { get; init; } = 0.8;

    /// <summary>Where the least worthy are looked for.</summary>
    [Setting("Rank all weights together (global), or prune the same share of each (per-layer).")]
    public SparsityScope Scope { get; init; } = SparsityScope.Global;

    /// <summary>How sparsity is reached.</summary>
    [Setting("When to prune: one-shot and iterative before training, cubic and exponential while training.")]
    public SparsityScheduleKind Schedule { get; init; } = SparsityScheduleKind.OneShot;

    /// <summary>Rounds of the iterative schedule.</summary>
    [Setting("Rounds of the iterative schedule, each with its own epochs.", Min = 1, Max = 100)]
    public int Rounds { get; init; } = 4;

    /// <summary>Share of a training before the first pruning.</summary>
    [Setting("Share of the training before gradual schedules begin.", Min = 0, Max = 1, Below = true)]
    public double Begin { get; init; }

    /// <summary>Share of a training after which sparsity stays.</summary>
    [Setting("Share of the training after which gradual schedules end.", Min = 0, Max = 1, Above = true)]
    public double End { get; init; } = 0.7;

    /// <summary>Steps between two choices of the mask while training.</summary>
    [Setting("Training steps between two prunings of gradual schedules; 0 for a fiftieth of the way.", Min = 0)]
    public int Every { get; init; }

    /// <summary>Samples that gradients and activations are read from.</summary>
    [Setting("Training samples that scores from gradients or activations are read from.", Min = 1)]
    public int Samples { get; init; } = 512;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense, such as the first and the last.")]
    public string[] Spare { get; init; } = [];
}
