namespace Lathe.Compression.Pruning;

/// <summary>What structured pruning removes.</summary>
public sealed record PruneOptions
{
    /// <summary>Share of channels to remove, 0 to 1.</summary>
    public double Ratio { get; init; } = 0.5;

    /// <summary>How channels are ranked: one of <see cref="Criteria.ChannelCriteria.Names"/>.</summary>
    public string Criterion { get; init; } = "l1";

    /// <summary>Rank all layers together; else each layer loses the same share.</summary>
    public bool Global { get; init; } = true;

    /// <summary>Divide the scores of a layer by their mean before layers are compared; as the criterion needs when null.</summary>
    public bool? Normalized { get; init; }

    /// <summary>Channel counts stay multiples of this where a layer is wide enough.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>The share of a layer's channels that always stays.</summary>
    public double KeepAtLeast { get; init; } = 0.1;

    /// <summary>Nodes whose channels stay.</summary>
    public IReadOnlyCollection<string> Protected { get; init; } = [];
}
