namespace Lathe.Compression.Factorization.SpatialSvd;

/// <summary>How convolutions are split into columns and rows.</summary>
public sealed record SpatialSvdOptions : FactorOptions;
