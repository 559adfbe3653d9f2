namespace Lathe.Compression.Sparsity.Gradient;

/// <summary>Gradient pruning.</summary>
public sealed record GradientOptions : CriterionOptions;
