using Lathe.Compression.Bundles.Graphs;
using Lathe.Compression.Bundles.Tensors;
using Lathe.Graph;

namespace Lathe.Compression.Bundles;

/// <summary>
/// Reads a bundle. Opening it reads the directory only; a tensor is then read by name with one seek, or the whole network in one pass
/// over the sections, which streams that cannot seek allow too.
/// </summary>
public sealed class BundleReader : IDisposable
{
    private const int HeadBytes = 17;
    private readonly Stream _stream;
    private readonly BundleLimits _limits;
    private readonly byte[] _directory;
    private readonly BundleEntry[] _entries;
    private readonly int _structure;
    private readonly bool _seeks;
    private readonly long _origin;
    private long _position;
    private Dictionary<string, int>? _numbers;

    /// <summary>Reads the directory.</summary>
    /// <param name="stream">The bundle; disposed with the reader.</param>
    /// <param name="limits">What it may contain.</param>
    /// <exception cref="InvalidInputException">It is no bundle, of another version, damaged or too large.</exception>
    public BundleReader(Stream stream, BundleLimits? limits = null)
    {
        (_stream, _limits) = (stream, limits ?? BundleLimits.Default);
        _seeks = stream.CanSeek;
        _origin = _seeks ? stream.Position : 0;
        (uint packed, uint unpacked, uint checksum) = Head();
        byte[] bytes = Take((int)packed);
        if (BundleFormat.Checksum(bytes) != checksum)
        {
            throw BundleFormat.Damaged("the checksum of its directory is wrong");
        }

        _directory = BundleDirectory.Unpack(bytes, (int)unpacked);
        var reader = new ByteReader(_directory);
        _entries = BundleDirectory.Index(reader, _position, _limits);
        _structure = _directory.Length - reader.Left;
        long end = _entries.Select(e => e.Offset + e.StoredBytes).Append(_position).Max();
        if (_seeks && end != stream.Length - _origin)
        {
            throw BundleFormat.Damaged($"its sections end at {end:N0} and the file at {stream.Length - _origin:N0}");
        }
    }

    /// <summary>The tensors in the order of their sections.</summary>
    public IReadOnlyList<BundleEntry> Entries => _entries;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidInputException">It cannot be read, or is no whole bundle.</exception>
    public static BundleReader Open(string path, BundleLimits? limits = null)
    {
        FileStream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            return new BundleReader(stream, limits);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new InvalidInputException($"'{path}' cannot be read: {error.Message} Check the path and its permissions.", error);
        }
        catch (InvalidInputException error)
        {
            stream?.Dispose();
            throw new InvalidInputException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>True when the first bytes of a file are a bundle's; false for one that cannot be read.</summary>
    public static bool Is(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            Span<byte> start = stackalloc byte[4];
            return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual(BundleFormat.Magic);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Decodes one parameter; of the file only its section is read.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or its section is damaged.</exception>
    public TensorData Tensor(string name) => Numbers().TryGetValue(name, out int number) ? Decode(number) : throw new InvalidInputException($"The bundle has no tensor '{name}'.");

    /// <summary>The parameters by name with their entries.</summary>
    public IReadOnlyDictionary<string, BundleEntry> Parameters() => Numbers().ToDictionary(n => n.Key, n => _entries[n.Value]);

    /// <summary>Decodes the network.</summary>
    /// <exception cref="InvalidInputException">Something of it is damaged.</exception>
    public ModelGraph ReadGraph()
    {
        TensorData[] tensors = [.. Enumerable.Range(0, _entries.Length).Select(Decode)];
        ModelGraph graph = new GraphReader(Structure(), _limits, i => tensors[Number(i)]).Read();
        return GraphVerifier.Check(graph) is { Count: > 0 } problems ? throw BundleFormat.Damaged($"its network is not valid: {string.Join(" ", problems.Take(3))}") : graph;
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();

    private (uint Packed, uint Unpacked, uint Checksum) Head()
    {
        var head = new ByteReader(Take(HeadBytes));
        if (!head.Bytes(4).Span.SequenceEqual(BundleFormat.Magic))
        {
            throw new InvalidInputException("This is not a bundle: it does not start with a bundle's four bytes. Make one with: lathe export MODEL --to bundle");
        }

        byte version = head.Byte();
        if (version != BundleFormat.Version)
        {
            throw new InvalidInputException($"The bundle is of version {version}; this Lathe reads version {BundleFormat.Version}. Use the Lathe that wrote it, or a newer one.");
        }

        (uint packed, uint unpacked, uint checksum) = (head.UInt32(), head.UInt32(), head.UInt32());
        return packed <= _limits.DirectoryBytes && unpacked <= _limits.DirectoryBytes && (!_seeks || packed <= _stream.Length) ? (packed, unpacked, checksum)
            : throw BundleFormat.Damaged($"its directory of {packed:N0} bytes, {unpacked:N0} unpacked, is larger than the file or the {_limits.DirectoryBytes:N0} allowed");
    }

    private ByteReader Structure() => new(_directory.AsMemory(_structure));

    private Dictionary<string, int> Numbers() => _numbers ??= new GraphReader(Structure(), _limits, i => Placeholder.Of(Number(i))).Read().Parameters.ToDictionary(p => p.Key, p => Placeholder.NumberOf(p.Value));

    private int Number(int number) => number < _entries.Length ? number : throw BundleFormat.Damaged($"it uses tensor {number} of {_entries.Length}");

    private TensorData Decode(int number)
    {
        BundleEntry entry = _entries[number];
        if (entry.Inline is { } inline)
        {
            return new TensorData(entry.Type, entry.Shape, inline.ToArray());
        }

        byte[] section = Section(entry), bytes = new byte[entry.Bytes];
        if (BundleFormat.Checksum(section) != entry.Checksum)
        {
            throw BundleFormat.Damaged($"the checksum of tensor {number} is wrong");
        }

        TensorCoding.Decode(section, entry.Type, entry.Shape, bytes);
        return new TensorData(entry.Type, entry.Shape, bytes);
    }

    internal byte[] Section(BundleEntry entry)
    {
        if (_seeks)
        {
            _stream.Position = _origin + entry.Offset;
            _position = entry.Offset;
        }
        else if (_position != entry.Offset)
        {
            throw new InvalidInputException("This bundle comes from a stream that only goes forward: its network can be read once, and single tensors not at all. Save it to a file first.");
        }

        return Take(entry.StoredBytes);
    }

    private byte[] Take(int count)
    {
        byte[] bytes = new byte[count];
        int read = _stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        _position += read;
        return read == count ? bytes : throw BundleFormat.Damaged($"it ends after {_position:N0} bytes, in the middle of something");
    }
}
