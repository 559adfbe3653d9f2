using System.Numerics;

namespace Lathe.Compression.Coding;

/// <summary>Optimal code lengths under a limit by package-merge (Larmore and Hirschberg 1990); without a limit in force they are Huffman's.</summary>
internal static class HuffmanLengths
{
    /// <summary>The length of each symbol's code; 0 for symbols that do not occur, and for the only one that does.</summary>
    public static byte[] Of(ReadOnlySpan<long> counts, int longest)
    {
        byte[] lengths = new byte[counts.Length];
        int[] order = Order(counts);
        if (order.Length < 2)
        {
            return lengths;
        }

        longest = Math.Max(longest, BitOperations.Log2((uint)order.Length - 1) + 1);
        long[] weights = new long[order.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = counts[order[i]];
        }

        bool[][] packaged = Merge(weights, longest);
        int take = (2 * weights.Length) - 2;
        for (int level = longest - 1; level >= 0 && take > 0; level--)
        {
            int packages = packaged[level].AsSpan(0, take).Count(true);
            for (int i = 0; i < take - packages; i++)
            {
                lengths[order[i]]++;
            }

            take = 2 * packages;
        }

        return lengths;
    }

    private static int[] Order(ReadOnlySpan<long> counts)
    {
        var used = new List<int>();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                used.Add(i);
            }
        }

        long[] all = counts.ToArray();
        return [.. used.OrderBy(i => all[i])];
    }

    // Each level joins the level below in pairs and merges the pairs with the symbols, lightest first; true marks a pair.
    private static bool[][] Merge(long[] weights, int levels)
    {
        bool[][] packaged = new bool[levels][];
        packaged[0] = new bool[weights.Length];
        long[] below = weights;
        for (int level = 1; level < levels; level++)
        {
            int pairs = below.Length / 2;
            long[] items = new long[weights.Length + pairs];
            bool[] flags = packaged[level] = new bool[items.Length];
            for (int i = 0, symbol = 0, pair = 0; i < items.Length; i++)
            {
                long joined = pair < pairs ? below[2 * pair] + below[(2 * pair) + 1] : long.MaxValue;
                flags[i] = symbol == weights.Length || joined < weights[symbol];
                items[i] = flags[i] ? joined : weights[symbol];
                (symbol, pair) = flags[i] ? (symbol, pair + 1) : (symbol + 1, pair);
            }

            below = items;
        }

        return packaged;
    }
}
