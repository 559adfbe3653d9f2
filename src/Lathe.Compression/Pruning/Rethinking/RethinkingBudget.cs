namespace Lathe.Compression.Pruning.Rethinking;

/// <summary>How long the pruned shape is trained from scratch.</summary>
public enum RethinkingBudget
{
    /// <summary>As many epochs as the step says (Scratch-E).</summary>
    Epochs,

    /// <summary>As many multiply-accumulates as the baseline would take in those epochs (Scratch-B).</summary>
    Macs,
}
