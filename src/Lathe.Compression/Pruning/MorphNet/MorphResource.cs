namespace Lathe.Compression.Pruning.MorphNet;

/// <summary>What a network should use less of.</summary>
public enum MorphResource
{
    /// <summary>Multiply-accumulates.</summary>
    Macs,

    /// <summary>Weights.</summary>
    Size,
}
