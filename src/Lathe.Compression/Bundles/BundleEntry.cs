using Lathe.Tensors;

namespace Lathe.Compression.Bundles;

/// <summary>One tensor of a bundle's index.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Offset">Where its section starts in the file; -1 when it stands in the directory.</param>
/// <param name="StoredBytes">The length of its section.</param>
public sealed record BundleEntry(DType Type, Shape Shape, long Offset, int StoredBytes)
{
    /// <summary>CRC-32C of the section.</summary>
    public uint Checksum { get; init; }

    /// <summary>The tensor itself, when it stands in the directory.</summary>
    internal ReadOnlyMemory<byte>? Inline { get; init; }

    /// <summary>The bytes it decodes to.</summary>
    public long Bytes => (long)Shape.Count * Type.Size();
}
