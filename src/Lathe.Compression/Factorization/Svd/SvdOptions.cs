namespace Lathe.Compression.Factorization.Svd;

/// <summary>How dense layers are factorized.</summary>
public sealed record SvdOptions : FactorOptions;
