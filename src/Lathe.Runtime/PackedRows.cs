namespace Lathe.Runtime;

/// <summary>Writes rows of weight codes in the packings that kernels decode while they compute.</summary>
public static class PackedRows
{
    /// <summary>Codes of a block.</summary>
    public const int BlockSize = 4;

    private const int Pair = 8, Kept = 2, BookSize = 16, LargestStep = 255;

    /// <summary>The bytes of a packing; null when the codes have not its form.</summary>
    /// <param name="codes">Rows of codes.</param>
    /// <param name="columns">Codes of a row.</param>
    /// <param name="packing">The packing.</param>
    public static byte[]? Pack(ReadOnlySpan<sbyte> codes, int columns, WeightPacking packing)
    {
        var bytes = new List<byte>();
        for (int start = 0; start < codes.Length; start += columns)
        {
            ReadOnlySpan<sbyte> row = codes.Slice(start, columns);
            bool packed = packing switch
            {
                WeightPacking.Blocks => Blocks(row, bytes),
                WeightPacking.TwoOfFour => TwoOfFour(row, bytes),
                WeightPacking.Codebook => Codebook(row, bytes),
                _ => false,
            };
            if (!packed)
            {
                return null;
            }
        }

        return [.. bytes];
    }

    // A step that does not fit a byte goes by way of a block of zeros.
    private static bool Blocks(ReadOnlySpan<sbyte> row, List<byte> bytes)
    {
        if (row.Length % BlockSize != 0)
        {
            return false;
        }

        int head = bytes.Count, count = 0, last = 0;
        bytes.AddRange([0, 0]);
        for (int block = 0; block < row.Length / BlockSize; block++)
        {
            ReadOnlySpan<sbyte> codes = row.Slice(block * BlockSize, BlockSize);
            if (codes.ContainsAnyExcept((sbyte)0) || block - last == LargestStep)
            {
                bytes.Add((byte)(block - last));
                bytes.AddRange(codes.ToArray().Select(c => (byte)c));
                (last, count) = (block, count + 1);
            }
        }

        (bytes[head], bytes[head + 1]) = ((byte)count, (byte)(count >> 8));
        return count <= ushort.MaxValue;
    }

    private static bool TwoOfFour(ReadOnlySpan<sbyte> row, List<byte> bytes)
    {
        for (int start = 0; start < row.Length; start += Pair)
        {
            int places = 0, kept = 0;
            int head = bytes.Count;
            bytes.Add(0);
            for (int half = 0; half < 2 && start + Pair <= row.Length; half++)
            {
                int first = start + (half * BlockSize);
                int[] filled = [.. Nonzero(row.Slice(first, BlockSize))];
                if (filled.Length > Kept)
                {
                    return false;
                }

                // Where less than two are not zero, zeros fill up.
                foreach (int place in filled.Concat(Enumerable.Range(0, BlockSize).Except(filled)).Take(Kept))
                {
                    places |= place << (2 * kept++);
                    bytes.Add((byte)row[first + place]);
                }
            }

            bytes[head] = (byte)places;
        }

        return row.Length % Pair == 0;
    }

    private static List<int> Nonzero(ReadOnlySpan<sbyte> codes)
    {
        var places = new List<int>();
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] != 0)
            {
                places.Add(i);
            }
        }

        return places;
    }

    private static bool Codebook(ReadOnlySpan<sbyte> row, List<byte> bytes)
    {
        sbyte[] book = [.. row.ToArray().Distinct().Order()];
        if (book.Length > BookSize || row.Length % 2 != 0)
        {
            return false;
        }

        bytes.AddRange(book.Concat(new sbyte[BookSize - book.Length]).Select(c => (byte)c));
        for (int i = 0; i < row.Length; i += 2)
        {
            bytes.Add((byte)(Array.BinarySearch(book, row[i]) | (Array.BinarySearch(book, row[i + 1]) << 4)));
        }

        return true;
    }
}
