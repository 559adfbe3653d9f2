using Lathe.Compression.Techniques;

namespace Lathe.Compression.Gating;

/// <summary>Which channels wait for a gate, and how often it may open.</summary>
public sealed record GateOptions
{
    /// <summary>The share of a block's inner channels that is conditional.</summary>
    [Setting("Share of a block's inner channels that are computed only for inputs that need them.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Share { get; init; } = 0.5;

    /// <summary>The share of inputs a gate should open for.</summary>
    [Setting("Share of the inputs that gates should open for.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Open { get; init; } = 0.5;

    /// <summary>How firmly that is asked.</summary>
    [Setting("Weight of the penalty on gates that open for another share.", Min = 0)]
    public float Strength { get; init; } = 1;
}
