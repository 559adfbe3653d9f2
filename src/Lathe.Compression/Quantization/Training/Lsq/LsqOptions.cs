using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Lsq;

/// <summary>How steps are learned.</summary>
public sealed record LsqOptions : QatOptions
{
    /// <summary>Where the steps start.</summary>
    [Setting("Where steps start: at the least rounding error, or at the paper's 2 mean|v| / sqrt(high).")]
    public StepStart Start { get; init; } = StepStart.LeastError;

    /// <summary>All codes of 8 bits.</summary>
    [Setting("8-bit weights use codes up to 127 instead of 63; for processors with integer dot products.")]
    public bool FullRange { get; init; }
}
