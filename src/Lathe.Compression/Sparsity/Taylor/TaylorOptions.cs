namespace Lathe.Compression.Sparsity.Taylor;

/// <summary>Taylor pruning.</summary>
public sealed record TaylorOptions : CriterionOptions;
