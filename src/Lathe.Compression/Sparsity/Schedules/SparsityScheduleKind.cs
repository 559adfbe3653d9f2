namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>How sparsity is reached.</summary>
public enum SparsityScheduleKind
{
    /// <summary>Prune once, then train.</summary>
    OneShot,

    /// <summary>Prune and train in rounds; each keeps the same share of what is left.</summary>
    Iterative,

    /// <summary>Prune while training, by Zhu and Gupta's cubic formula.</summary>
    Cubic,

    /// <summary>Prune while training; what is left shrinks exponentially.</summary>
    Exponential,
}
