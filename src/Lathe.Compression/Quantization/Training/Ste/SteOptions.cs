using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Ste;

/// <summary>How rounding through straight-through gradients is done.</summary>
public sealed record SteOptions : QatOptions
{
    /// <summary>How weights are rounded while training.</summary>
    [Setting("Rounding of weights while training; stochastic rounds up as often as the fraction says.")]
    public RoundingRule Rounding { get; init; } = RoundingRule.Nearest;

    /// <summary>All codes of 8 bits.</summary>
    [Setting("8-bit weights use codes up to 127 instead of 63; for processors with integer dot products.")]
    public bool FullRange { get; init; }
}
