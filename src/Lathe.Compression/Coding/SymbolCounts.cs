namespace Lathe.Compression.Coding;

/// <summary>How often each symbol of an alphabet occurs, and what that bounds.</summary>
public static class SymbolCounts
{
    /// <summary>Counts symbols.</summary>
    /// <param name="symbols">Numbers below <paramref name="alphabet"/>.</param>
    /// <param name="alphabet">The number of different symbols.</param>
    public static long[] Of(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        long[] counts = new long[alphabet];
        foreach (ushort symbol in symbols)
        {
            counts[symbol]++;
        }

        return counts;
    }

    /// <summary>Shannon's entropy in bits per symbol, <c>-sum p log2 p</c>: no code of independent symbols is shorter on average.</summary>
    public static double Entropy(ReadOnlySpan<long> counts)
    {
        double total = 0, sum = 0;
        foreach (long count in counts)
        {
            total += count;
            sum += count > 0 ? count * Math.Log2(count) : 0;
        }

        return total == 0 ? 0 : Math.Max(0, Math.Log2(total) - (sum / total));
    }
}
