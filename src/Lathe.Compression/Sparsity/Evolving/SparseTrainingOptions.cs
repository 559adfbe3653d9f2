using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>Training that is sparse from the first step to the last.</summary>
public abstract record SparseTrainingOptions
{
    /// <summary>The share of weights that are zero at every step.</summary>
    [Setting("Share of the weights that are zero at every step, usually 0.8 to 0.98.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Sparsity { get; init; } = 0.9;

    /// <summary>How connections are shared out over layers.</summary>
    [Setting("How connections are shared out over layers.")]
    public SparseDistribution Distribution { get; init; } = SparseDistribution.ErdosRenyiKernel;

    /// <summary>Whether training starts from new weights.</summary>
    [Setting("Start from new random weights; false goes on with those the network has.")]
    public bool Fresh { get; init; } = true;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense, such as the first and the last.")]
    public string[] Spare { get; init; } = [];
}
