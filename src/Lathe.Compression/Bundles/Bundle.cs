using Lathe.Graph;
using Lathe.Graph.Storage;

namespace Lathe.Compression.Bundles;

/// <summary>
/// A network in one small file that decodes to the identical network: structure, and each tensor in the shortest lossless code. The
/// format is in docs/methods/bundle.md.
/// </summary>
public static class Bundle
{
    /// <summary>The file of a network.</summary>
    /// <exception cref="InvalidInputException">The network is not valid, or a name in it is not allowed.</exception>
    public static byte[] ToBytes(ModelGraph graph)
    {
        GraphVerifier.Verify(graph);
        (byte[] directory, IReadOnlyList<byte[]> sections) = BundleDirectory.Write(graph);
        return Assemble(directory, sections);
    }

    /// <summary>Writes a file, beside first and then renamed.</summary>
    public static void Save(ModelGraph graph, string path)
    {
        byte[] bytes = ToBytes(graph);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is no bundle, or damaged.</exception>
    public static ModelGraph Load(string path, BundleLimits? limits = null)
    {
        using BundleReader reader = BundleReader.Open(path, limits);
        return reader.ReadGraph();
    }

    /// <summary>Reads a bundle from a stream, which need not seek.</summary>
    public static ModelGraph Read(Stream stream, BundleLimits? limits = null)
    {
        using var reader = new BundleReader(stream, limits);
        return reader.ReadGraph();
    }

    /// <summary>Puts head, directory and sections together.</summary>
    internal static byte[] Assemble(byte[] directory, IReadOnlyList<byte[]> sections, int quality = 11)
    {
        byte[] packed = BundleDirectory.Pack(directory, quality);
        var writer = new ByteWriter();
        writer.Bytes(BundleFormat.Magic);
        writer.Byte(BundleFormat.Version);
        writer.UInt32((uint)packed.Length);
        writer.UInt32((uint)directory.Length);
        writer.UInt32(BundleFormat.Checksum(packed));
        writer.Bytes(packed);
        foreach (byte[] section in sections)
        {
            writer.Bytes(section);
        }

        return writer.ToBytes();
    }
}
