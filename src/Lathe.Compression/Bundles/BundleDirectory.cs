using System.IO.Compression;
using Lathe.Compression.Bundles.Graphs;
using Lathe.Compression.Bundles.Tensors;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles;

/// <summary>What stands before the sections: the index of the tensors and the structure of the network, compressed together.</summary>
internal static class BundleDirectory
{
    // A directory that unpacks to more than this many times its size (and this much beside) was not made by us.
    private const int MostRatio = 2000, AlwaysAllowed = 1 << 16;

    /// <summary>The directory and the sections it indexes.</summary>
    public static (byte[] Directory, IReadOnlyList<byte[]> Sections) Write(ModelGraph graph)
    {
        (byte[] description, TensorTable tensors) = GraphWriter.Write(graph);
        var sections = new List<byte[]>();
        var writer = new ByteWriter();
        writer.Number(tensors.Tensors.Count);
        for (int i = 0; i < tensors.Tensors.Count; i++)
        {
            TensorData data = tensors.Tensors[i];
            writer.Byte((byte)data.Type);
            writer.Number(data.Shape.Rank);
            foreach (int dimension in data.Shape.Dimensions)
            {
                writer.Number(dimension);
            }

            if (data.Bytes.Length <= BundleFormat.InlineBytes)
            {
                writer.Bytes(data.Bytes.Span);
                continue;
            }

            byte[] section = TensorCoding.Encode(data, tensors.Names[i] is { } name ? Sharing.Hashing.HashedWeight.Read(graph.Metadata, name) : null);
            writer.Number(section.Length);
            writer.UInt32(BundleFormat.Checksum(section));
            sections.Add(section);
        }

        writer.Bytes(description);
        return (writer.ToBytes(), sections);
    }

    /// <summary>The index; the reader then stands at the structure.</summary>
    /// <param name="reader">The unpacked directory.</param>
    /// <param name="first">Where the first section starts in the file.</param>
    /// <param name="limits">Limits.</param>
    public static BundleEntry[] Index(ByteReader reader, long first, BundleLimits limits)
    {
        var entries = new BundleEntry[reader.Count("tensors")];
        long at = first, total = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            DType type = GraphReader.Type(reader.Byte());
            Shape shape = ReadShape(reader, type, limits);
            int bytes = shape.Count * type.Size();
            total += bytes;
            if (total > limits.TotalBytes)
            {
                throw BundleFormat.Damaged($"its tensors take more than {limits.TotalBytes:N0} bytes");
            }

            if (bytes <= BundleFormat.InlineBytes)
            {
                entries[i] = new BundleEntry(type, shape, -1, 0) { Inline = reader.Bytes(bytes) };
                continue;
            }

            int stored = reader.Number(bytes + BundleFormat.SectionSlack, "the length of a section");
            entries[i] = new BundleEntry(type, shape, at, stored) { Checksum = reader.UInt32() };
            at += stored;
        }

        return entries;
    }

    /// <summary>Compresses a directory.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> directory, int quality)
    {
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(directory.Length)];
        return BrotliEncoder.TryCompress(directory, packed, out int written, quality, window: 22) ? packed[..written]
            : throw new InvalidInputException($"A directory of {directory.Length:N0} bytes cannot be compressed. The network has too many names.");
    }

    /// <summary>Unpacks a directory of a known size.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int size)
    {
        if (size > AlwaysAllowed && size / MostRatio > packed.Length)
        {
            throw BundleFormat.Damaged($"its directory of {packed.Length:N0} bytes would unpack to {size:N0}");
        }

        byte[] directory = new byte[size];
        return BrotliDecoder.TryDecompress(packed, directory, out int written) && written == size ? directory
            : throw BundleFormat.Damaged("its directory does not unpack to the size it announces");
    }

    private static Shape ReadShape(ByteReader reader, DType type, BundleLimits limits)
    {
        int[] dimensions = new int[reader.Number(64, "the rank of a tensor")];
        long count = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = reader.Number(int.MaxValue, "a dimension");
            count *= dimensions[i];
            if (count * type.Size() > Math.Min(limits.TensorBytes, int.MaxValue - BundleFormat.SectionSlack))
            {
                throw BundleFormat.Damaged($"a tensor has more than the {limits.TensorBytes:N0} bytes allowed");
            }
        }

        return new Shape(dimensions);
    }
}
