namespace Lathe.Compression.Quantization.Training.Ste;

/// <summary>How a value between two codes is rounded.</summary>
public enum RoundingRule
{
    /// <summary>To the nearer one, ties to even.</summary>
    Nearest,

    /// <summary>Up with the probability of the fraction: right on average (Gupta et al. 2015).</summary>
    Stochastic,
}
