using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Magnitude;

/// <summary>Magnitude pruning, with L1-regularised training before it where wanted.</summary>
public sealed record MagnitudeOptions : CriterionOptions
{
    /// <summary>Strength of the L1 penalty.</summary>
    [Setting("Strength of an L1 penalty on the weights in a training before the first pruning; 0 for none, usually 1e-5 to 1e-3.", Min = 0)]
    public float L1 { get; init; }
}
