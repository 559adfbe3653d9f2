namespace Lathe.Compression.Pruning;

/// <summary>How the worth of a channel is estimated.</summary>
public enum Importance
{
    /// <summary>Mean absolute weight (Li et al. 2017).</summary>
    L1,

    /// <summary>Root mean square weight.</summary>
    L2,

    /// <summary>First-order Taylor: <c>(sum of weight times gradient)^2</c> (Molchanov et al. 2019); needs gradients.</summary>
    Taylor,

    /// <summary>Absolute batch-norm scale (Liu et al. 2017).</summary>
    BatchNormScale,

    /// <summary>A random order: the control every method must beat.</summary>
    Random,
}
