namespace Lathe.Compression.Sparsity.Fisher;

/// <summary>Pruning by the diagonal Fisher information.</summary>
public sealed record FisherOptions : CriterionOptions;
