using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.Heads;

/// <summary>Which attention heads go.</summary>
public sealed record HeadOptions
{
    /// <summary>The share of heads that goes.</summary>
    [Setting("Share of the attention heads to remove; each layer keeps one.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Ratio { get; init; } = 0.5;

    /// <summary>How heads are ranked.</summary>
    [Setting("What says how much a head matters: a criterion of channels, such as taylor, fisher, l1 or random.")]
    public string Criterion { get; init; } = "taylor";

    /// <summary>Whether layers compete.</summary>
    [Setting("true to rank the heads of all layers together, false to take the same share of each.")]
    public bool Global { get; init; } = true;
}
