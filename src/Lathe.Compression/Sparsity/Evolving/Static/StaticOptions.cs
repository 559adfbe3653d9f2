namespace Lathe.Compression.Sparsity.Evolving.Static;

/// <summary>The static control.</summary>
public sealed record StaticOptions : SparseTrainingOptions;
