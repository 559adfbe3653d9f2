namespace Lathe.Compression.Bundles.Tensors;

/// <summary>A list of elements in the shortest of the ways of <see cref="ValueKind"/>.</summary>
internal static class ValueCoding
{
    private const int MostEntries = 1 << 16;

    public static byte[] Encode(ReadOnlySpan<byte> elements, int size)
    {
        byte[] raw = [(byte)ValueKind.Raw, .. elements];
        if (elements.Length <= size)
        {
            return raw;
        }

        byte[] best = Shorter(raw, Planes(elements, size));
        return Shorter(best, Codebook(elements, size));
    }

    public static void Decode(ReadOnlyMemory<byte> bytes, int size, Span<byte> elements)
    {
        var reader = new ByteReader(bytes);
        switch ((ValueKind)reader.Byte())
        {
            case ValueKind.Raw:
                reader.Bytes(elements.Length).Span.CopyTo(elements);
                break;
            case ValueKind.Codebook:
                DecodeCodebook(reader, size, elements);
                break;
            case ValueKind.Planes:
                DecodePlanes(reader, size, elements);
                break;
            default:
                throw BundleFormat.Damaged($"elements are coded in an unknown way ({bytes.Span[0]})");
        }

        reader.End();
    }

    private static byte[] Planes(ReadOnlySpan<byte> elements, int size)
    {
        var writer = new ByteWriter();
        writer.Byte((byte)ValueKind.Planes);
        ushort[] symbols = new ushort[elements.Length / size];
        for (int plane = 0; plane < size; plane++)
        {
            for (int i = 0; i < symbols.Length; i++)
            {
                symbols[i] = elements[(i * size) + plane];
            }

            writer.Chunk(SymbolCoding.Encode(symbols, 256));
        }

        return writer.ToBytes();
    }

    private static void DecodePlanes(ByteReader reader, int size, Span<byte> elements)
    {
        ushort[] symbols = new ushort[elements.Length / size];
        for (int plane = 0; plane < size; plane++)
        {
            SymbolCoding.Decode(reader.Chunk().Span, 256, symbols);
            for (int i = 0; i < symbols.Length; i++)
            {
                elements[(i * size) + plane] = (byte)symbols[i];
            }
        }
    }

    private static byte[]? Codebook(ReadOnlySpan<byte> elements, int size)
    {
        int count = elements.Length / size;
        if (Distinct(elements, size, Math.Min(MostEntries, (count / 2) + 1)) is not { } entries)
        {
            return null;
        }

        byte[] book = new byte[entries.Length * size];
        for (int k = 0; k < entries.Length; k++)
        {
            ElementBits.Write(book, k, size, entries[k]);
        }

        ushort[] symbols = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            symbols[i] = (ushort)Array.BinarySearch(entries, ElementBits.Read(elements, i, size));
        }

        byte[] planes = Planes(book, size), raw = [(byte)ValueKind.Raw, .. book];
        var writer = new ByteWriter();
        writer.Byte((byte)ValueKind.Codebook);
        writer.Number(entries.Length);
        writer.Chunk(Shorter(raw, planes));
        writer.Bytes(SymbolCoding.Encode(symbols, entries.Length));
        return writer.ToBytes();
    }

    private static void DecodeCodebook(ByteReader reader, int size, Span<byte> elements)
    {
        int count = elements.Length / size, entries = reader.Number(Math.Min(MostEntries, Math.Max(1, count)), "the size of a codebook");
        byte[] book = new byte[entries * size];
        ReadOnlyMemory<byte> coded = reader.Chunk();
        if (coded.Length == 0 || coded.Span[0] == (byte)ValueKind.Codebook || entries == 0)
        {
            throw BundleFormat.Damaged("a codebook is empty or coded by another one");
        }

        Decode(coded, size, book);
        ushort[] symbols = new ushort[count];
        SymbolCoding.Decode(reader.Bytes(reader.Left).Span, entries, symbols);
        for (int i = 0; i < count; i++)
        {
            book.AsSpan(symbols[i] * size, size).CopyTo(elements[(i * size)..]);
        }
    }

    private static ulong[]? Distinct(ReadOnlySpan<byte> elements, int size, int most)
    {
        var seen = new HashSet<ulong>();
        for (int i = 0; i < elements.Length / size; i++)
        {
            if (seen.Add(ElementBits.Read(elements, i, size)) && seen.Count > most)
            {
                return null;
            }
        }

        return [.. seen.Order()];
    }

    private static byte[] Shorter(byte[] one, byte[]? other) => other is null || one.Length <= other.Length ? one : other;
}
