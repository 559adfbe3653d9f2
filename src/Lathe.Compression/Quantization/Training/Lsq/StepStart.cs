namespace Lathe.Compression.Quantization.Training.Lsq;

/// <summary>Where learned steps start.</summary>
public enum StepStart
{
    /// <summary>At the step that rounds with the least squared error, as post-training quantization does.</summary>
    LeastError,

    /// <summary>At <c>2 mean|v| / sqrt(high)</c>, as in the paper.</summary>
    Paper,
}
