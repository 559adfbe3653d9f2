namespace Lathe.Compression.Factorization.Embedding;

/// <summary>How embedding tables are factorized.</summary>
public sealed record EmbeddingOptions : FactorOptions;
