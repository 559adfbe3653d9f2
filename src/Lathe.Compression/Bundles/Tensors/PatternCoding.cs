using Lathe.Compression.Coding;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>The places of non-zero elements of a matrix in the ways of <see cref="PatternKind"/>, blocks aside.</summary>
internal static class PatternCoding
{
    private const int MostLearned = 1 << 24;

    /// <summary>Every code that is worth trying.</summary>
    public static IEnumerable<byte[]> Encode(bool[] occupied, int columns)
    {
        yield return Distances(occupied);
        yield return Groups(occupied, 4);
        yield return Groups(occupied, 8);
        if (occupied.Length <= MostLearned)
        {
            var coder = new RangeEncoder();
            new PatternModel(columns).Encode(coder, occupied);
            yield return [(byte)PatternKind.Learned, .. coder.Finish()];
        }
    }

    /// <summary>Decodes any of them.</summary>
    public static void Decode(ReadOnlyMemory<byte> bytes, int columns, Span<bool> occupied)
    {
        var reader = new ByteReader(bytes);
        switch ((PatternKind)reader.Byte())
        {
            case PatternKind.Distances:
                DecodeDistances(reader, occupied);
                break;
            case PatternKind.Learned:
                var coder = new RangeDecoder(reader.Bytes(reader.Left).Span);
                new PatternModel(columns).Decode(ref coder, occupied);
                break;
            case PatternKind.GroupsOf4:
                DecodeGroups(reader, 4, occupied);
                break;
            case PatternKind.GroupsOf8:
                DecodeGroups(reader, 8, occupied);
                break;
            default:
                throw BundleFormat.Damaged($"a sparse pattern is coded in an unknown way ({bytes.Span[0]})");
        }
    }

    private static byte[] Distances(bool[] occupied)
    {
        int bits = Enumerable.Range(2, 9).MinBy(b => Bound(RelativeIndex.Count(occupied, b)));
        ushort[] symbols = RelativeIndex.Encode(occupied, bits);
        var writer = new ByteWriter();
        writer.Byte((byte)PatternKind.Distances);
        writer.Byte((byte)bits);
        writer.Number(symbols.Length);
        writer.Bytes(SymbolCoding.Encode(symbols, 1 << bits));
        return writer.ToBytes();
    }

    private static double Bound(long[] counts) => (SymbolCounts.Entropy(counts) * counts.Sum()) + (4.0 * counts.Count(c => c > 0)) + counts.Length;

    private static void DecodeDistances(ByteReader reader, Span<bool> occupied)
    {
        int bits = reader.Byte();
        if (bits is < 1 or > 15)
        {
            throw BundleFormat.Damaged($"distances have {bits} bits");
        }

        ushort[] symbols = new ushort[reader.Number(occupied.Length, "the number of distances")];
        SymbolCoding.Decode(reader.Bytes(reader.Left).Span, 1 << bits, symbols);
        occupied.Clear();
        long at = 0;
        RelativeIndex.Decode(symbols, bits, occupied, ref at);
    }

    private static byte[] Groups(bool[] occupied, int size)
    {
        ushort[] symbols = new ushort[(occupied.Length + size - 1) / size];
        for (int i = 0; i < occupied.Length; i++)
        {
            symbols[i / size] |= (ushort)(occupied[i] ? 1 << (i % size) : 0);
        }

        return [(byte)(size == 4 ? PatternKind.GroupsOf4 : PatternKind.GroupsOf8), .. SymbolCoding.Encode(symbols, 1 << size)];
    }

    private static void DecodeGroups(ByteReader reader, int size, Span<bool> occupied)
    {
        ushort[] symbols = new ushort[(occupied.Length + size - 1) / size];
        SymbolCoding.Decode(reader.Bytes(reader.Left).Span, 1 << size, symbols);
        for (int i = 0; i < occupied.Length; i++)
        {
            occupied[i] = ((symbols[i / size] >> (i % size)) & 1) != 0;
        }
    }
}
