using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.Slimming;

/// <summary>Network slimming.</summary>
public sealed record SlimmingOptions
{
    /// <summary>Strength of the L1 penalty on scales.</summary>
    [Setting("Strength of the L1 penalty on the scales of batch normalisation, usually 1e-5 to 1e-3.", Min = 0, Above = true)]
    public float Strength { get; init; } = 1e-4f;

    /// <summary>The share of channels that goes.</summary>
    [Setting("Share of the channels to remove, over all layers together.", Min = 0, Max = 1, Above = true, Below = true)]
    public double Ratio { get; init; } = 0.4;

    /// <summary>The share of a layer that always stays.</summary>
    [Setting("Smallest share of its channels a layer keeps.", Min = 0, Max = 1)]
    public double Keep { get; init; } = 0.1;
}
