namespace Lathe.Compression.Sparsity.NOfM;

/// <summary>How the N of M are found.</summary>
public enum NOfMMode
{
    /// <summary>The largest magnitudes, once, then training.</summary>
    Magnitude,

    /// <summary>Learned: the mask follows the weights while all of them train (SR-STE).</summary>
    SrSte,
}
