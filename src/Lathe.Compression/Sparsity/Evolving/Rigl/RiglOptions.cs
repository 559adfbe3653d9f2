namespace Lathe.Compression.Sparsity.Evolving.Rigl;

/// <summary>RigL.</summary>
public sealed record RiglOptions : EvolvingOptions;
