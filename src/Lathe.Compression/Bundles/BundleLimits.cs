namespace Lathe.Compression.Bundles;

/// <summary>What a bundle may at most contain; hostile files are refused before they cost memory.</summary>
public sealed record BundleLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static BundleLimits Default { get; } = new();

    /// <summary>Bytes of the description of the network, uncompressed.</summary>
    public int DirectoryBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one tensor, decoded.</summary>
    public long TensorBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of all tensors, decoded.</summary>
    public long TotalBytes { get; init; } = 8L << 30;

    /// <summary>Nodes, subgraphs included.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>Subgraphs inside subgraphs.</summary>
    public int Nesting { get; init; } = 16;
}
