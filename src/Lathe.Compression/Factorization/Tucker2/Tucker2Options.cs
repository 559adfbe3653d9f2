namespace Lathe.Compression.Factorization.Tucker2;

/// <summary>How channels of convolutions are reduced.</summary>
public sealed record Tucker2Options : FactorOptions;
