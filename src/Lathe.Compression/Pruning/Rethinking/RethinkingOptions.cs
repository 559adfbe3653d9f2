using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.Rethinking;

/// <summary>The control of pruning.</summary>
public sealed record RethinkingOptions
{
    /// <summary>How long it is trained.</summary>
    [Setting("Train for the step's epochs, or (macs) for longer, so that the smaller network costs as much as the baseline.")]
    public RethinkingBudget Budget { get; init; } = RethinkingBudget.Macs;

    /// <summary>The longest the budget may stretch the epochs.</summary>
    [Setting("The most the macs budget multiplies the epochs by.", Min = 1, Max = 20)]
    public double Most { get; init; } = 4;
}
