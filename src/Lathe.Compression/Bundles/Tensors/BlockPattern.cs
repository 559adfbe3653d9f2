namespace Lathe.Compression.Bundles.Tensors;

/// <summary>The pattern of whole blocks of a matrix, where weights were pruned in blocks.</summary>
internal static class BlockPattern
{
    private static readonly (int Rows, int Columns)[] s_sizes = [(1, 4), (4, 1), (1, 8), (8, 1), (1, 16), (16, 1), (4, 4), (8, 8), (16, 16), (32, 32)];

    /// <summary>The codes of block sizes whose blocks are nearly full or empty, with the elements they keep.</summary>
    public static IEnumerable<(byte[] Code, bool[] Kept)> Encode(bool[] occupied, int columns)
    {
        int elements = occupied.Count(o => o);
        foreach ((int height, int width) in s_sizes)
        {
            (bool[] blocks, int across) = Blocks(occupied, columns, height, width);
            bool[] kept = Expand(blocks, across, occupied.Length, columns, height, width);
            if (kept.Count(k => k) > elements * 1.1)
            {
                continue;
            }

            foreach (byte[] inner in PatternCoding.Encode(blocks, across))
            {
                yield return ([(byte)PatternKind.Blocks, (byte)height, (byte)width, .. inner], kept);
            }
        }
    }

    public static void Decode(ReadOnlyMemory<byte> bytes, int columns, bool[] occupied)
    {
        if (bytes.Length < 3 || bytes.Span[1] == 0 || bytes.Span[2] == 0)
        {
            throw BundleFormat.Damaged("a pattern of blocks has no block size");
        }

        int height = bytes.Span[1], width = bytes.Span[2], rows = Rows(occupied.Length, columns), across = (columns + width - 1) / width;
        bool[] blocks = new bool[(rows + height - 1) / height * across];
        PatternCoding.Decode(bytes[3..], across, blocks);
        Expand(blocks, across, occupied.Length, columns, height, width).CopyTo(occupied, 0);
    }

    private static (bool[] Blocks, int Across) Blocks(bool[] occupied, int columns, int height, int width)
    {
        int across = (columns + width - 1) / width;
        bool[] blocks = new bool[(Rows(occupied.Length, columns) + height - 1) / height * across];
        for (int i = 0; i < occupied.Length; i++)
        {
            blocks[(i / columns / height * across) + (i % columns / width)] |= occupied[i];
        }

        return (blocks, across);
    }

    private static bool[] Expand(bool[] blocks, int across, int count, int columns, int height, int width)
    {
        bool[] kept = new bool[count];
        for (int i = 0; i < count; i++)
        {
            kept[i] = blocks[(i / columns / height * across) + (i % columns / width)];
        }

        return kept;
    }

    private static int Rows(int count, int columns) => (count + columns - 1) / columns;
}
