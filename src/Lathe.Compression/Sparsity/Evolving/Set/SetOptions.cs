namespace Lathe.Compression.Sparsity.Evolving.Set;

/// <summary>Sparse evolutionary training.</summary>
public sealed record SetOptions : EvolvingOptions;
