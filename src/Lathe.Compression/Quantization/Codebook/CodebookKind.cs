namespace Lathe.Compression.Quantization.Codebook;

/// <summary>How the numbers of a codebook are chosen.</summary>
public enum CodebookKind
{
    /// <summary>Least squared error.</summary>
    KMeans,

    /// <summary>Equally many weights for each.</summary>
    Quantile,

    /// <summary>Additive powers of two, scaled by least squares.</summary>
    Apot,
}
