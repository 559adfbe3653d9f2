using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.NetAdapt;

/// <summary>What a network is adapted to.</summary>
public sealed record NetAdaptOptions
{
    /// <summary>The cost that counts.</summary>
    [Setting("The cost to bring down.", OneOf = ["macs", "size", "latency", "energy", "measured-latency"])]
    public string Cost { get; init; } = "latency";

    /// <summary>The share of the cost to reach.</summary>
    [Setting("Share of the network's cost to reach.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Target { get; init; } = 0.6;

    /// <summary>The share of the cost an iteration saves.</summary>
    [Setting("Share of the network's cost that each iteration saves.", Min = 0.001, Max = 0.5)]
    public double Step { get; init; } = 0.05;

    /// <summary>How the channels of a layer are ranked.</summary>
    [Setting("What ranks the channels within a layer: a criterion, such as l2, taylor or fpgm.")]
    public string Criterion { get; init; } = "l2";

    /// <summary>Validation samples each proposal is tried on.</summary>
    [Setting("Validation samples each proposal is tried on.", Min = 1)]
    public int Samples { get; init; } = 512;

    /// <summary>Whether the network trains after each iteration.</summary>
    [Setting("true to train after each iteration too, not only at the end.")]
    public bool Tune { get; init; }

    /// <summary>The share of a layer that always stays.</summary>
    [Setting("Smallest share of its channels a layer keeps.", Min = 0, Max = 1)]
    public double Keep { get; init; } = 0.1;
}
