namespace Lathe.Compression.Coding;

/// <summary>
/// The positions of non-zero elements as distances from one to the next (Han et al. 2016, Deep Compression): a symbol below the
/// largest one says how many zeros come before the next element, the largest one that as many zeros follow and no element yet.
/// </summary>
public static class RelativeIndex
{
    /// <summary>The symbols for a pattern.</summary>
    /// <param name="occupied">True where an element is not zero.</param>
    /// <param name="bits">Bits of a symbol, 1 to 15; 5 and 8 are the paper's for dense layers and convolutions.</param>
    public static ushort[] Encode(ReadOnlySpan<bool> occupied, int bits)
    {
        int skip = (1 << bits) - 1, zeros = 0;
        var symbols = new List<ushort>(occupied.Count(true));
        foreach (bool element in occupied)
        {
            if (element)
            {
                symbols.Add((ushort)zeros);
                zeros = 0;
            }
            else if (++zeros == skip)
            {
                symbols.Add((ushort)skip);
                zeros = 0;
            }
        }

        return [.. symbols];
    }

    /// <summary>How often each symbol would occur, without making them.</summary>
    public static long[] Count(ReadOnlySpan<bool> occupied, int bits)
    {
        int skip = (1 << bits) - 1, zeros = 0;
        long[] counts = new long[skip + 1];
        foreach (bool element in occupied)
        {
            if (element)
            {
                counts[zeros]++;
                zeros = 0;
            }
            else if (++zeros == skip)
            {
                counts[skip]++;
                zeros = 0;
            }
        }

        return counts;
    }

    /// <summary>Marks the elements a piece of the symbols tells of.</summary>
    /// <param name="symbols">The next symbols.</param>
    /// <param name="bits">Bits of a symbol.</param>
    /// <param name="occupied">Cleared before the first piece.</param>
    /// <param name="at">The position reached; 0 at first.</param>
    /// <exception cref="InvalidInputException">They lead outside the tensor.</exception>
    public static void Decode(ReadOnlySpan<ushort> symbols, int bits, Span<bool> occupied, ref long at)
    {
        int skip = (1 << bits) - 1;
        foreach (ushort symbol in symbols)
        {
            at += symbol;
            if (symbol == skip)
            {
                continue;
            }

            if (at >= occupied.Length)
            {
                throw new InvalidInputException($"A sparse tensor of {occupied.Length:N0} elements has one at {at:N0}. The file is damaged: get it again.");
            }

            occupied[(int)at++] = true;
        }
    }
}
