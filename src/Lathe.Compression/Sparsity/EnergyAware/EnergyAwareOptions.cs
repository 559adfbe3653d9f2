using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.EnergyAware;

/// <summary>Pruning in the order of energy.</summary>
public sealed record EnergyAwareOptions
{
    /// <summary>The share of a layer's weights that go.</summary>
    [Setting("Share of the weights of each pruned layer that end as zeros.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Sparsity { get; init; } = 0.7;

    /// <summary>The share of the energy to reach.</summary>
    [Setting("Share of the modelled energy at which pruning stops; 0 prunes every layer.", Min = 0, Max = 1, Below = true)]
    public double Target { get; init; }

    /// <summary>The cost that orders layers.</summary>
    [Setting("The cost that orders the layers.", OneOf = ["energy", "latency", "macs", "size"])]
    public string Cost { get; init; } = "energy";

    /// <summary>Samples outputs are restored on.</summary>
    [Setting("Training samples that outputs are restored on.", Min = 1)]
    public int Samples { get; init; } = 512;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense.")]
    public string[] Spare { get; init; } = [];
}
