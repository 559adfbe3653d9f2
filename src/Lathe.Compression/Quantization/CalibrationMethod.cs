namespace Lathe.Compression.Quantization;

/// <summary>How the range of an activation is chosen from what was seen.</summary>
public enum CalibrationMethod
{
    /// <summary>Everything seen fits.</summary>
    MinMax,

    /// <summary>All but the largest 0.01 % fit.</summary>
    Percentile,

    /// <summary>The clipping that loses the least information, by Kullback-Leibler divergence (Migacz 2017).</summary>
    Entropy,

    /// <summary>The clipping with the smallest mean squared error.</summary>
    Mse,

    /// <summary>The smallest and largest value of a batch, averaged over batches with weight 0.1 for the newest (Krishnamoorthi 2018).</summary>
    MovingAverage,
}
