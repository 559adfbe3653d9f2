namespace Lathe.Compression.Sharing.KMeans;

/// <summary>Where k-means starts.</summary>
public enum CentroidStart
{
    /// <summary>Evenly between the smallest and the largest weight: large weights, which matter most, keep centroids near them (Han et al. 2016).</summary>
    Linear,

    /// <summary>At even quantiles: many centroids where many weights are.</summary>
    Density,

    /// <summary>At randomly drawn weights.</summary>
    Forgy,

    /// <summary>No start: the least possible squared error, by dynamic programming; layers too large for it start from <see cref="Density"/>.</summary>
    Exact,
}
