using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity;

/// <summary>What methods that rank weights by a criterion share.</summary>
public abstract record CriterionOptions : SparsifyOptions
{
    /// <summary>A file of sensitivities.</summary>
    [Setting("Path of a sensitivity.json that 'analyze' wrote: with scope global no layer gets sparser than it bears alone.")]
    public string Sensitivities { get; init; } = "";

    /// <summary>The loss of accuracy a layer bears.</summary>
    [Setting("Accuracy a layer may lose alone, as a share of 1, where sensitivities are given.", Min = 0, Max = 1)]
    public double Bears { get; init; } = 0.01;
}
