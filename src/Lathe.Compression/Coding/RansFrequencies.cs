namespace Lathe.Compression.Coding;

/// <summary>Scales counts to frequencies that sum to a power of two, so that the message gets as little longer as possible.</summary>
internal static class RansFrequencies
{
    /// <summary>The frequencies; every symbol that occurs gets at least 1.</summary>
    public static int[] Of(ReadOnlySpan<long> counts, int scaleBits)
    {
        long total = 0;
        int used = 0;
        foreach (long count in counts)
        {
            total += count;
            used += count > 0 ? 1 : 0;
        }

        int scale = 1 << scaleBits;
        if (used > scale)
        {
            throw new ArgumentException($"{used} symbols do not fit into 2^{scaleBits} frequencies.", nameof(scaleBits));
        }

        int[] frequencies = new int[counts.Length];
        int sum = 0;
        for (int i = 0; i < counts.Length && total > 0; i++)
        {
            frequencies[i] = counts[i] == 0 ? 0 : Math.Max(1, (int)Math.Round((double)counts[i] * scale / total));
            sum += frequencies[i];
        }

        if (total > 0)
        {
            Settle(frequencies, counts, scale - sum);
        }

        return frequencies;
    }

    // One unit more or less on a symbol of count n and frequency f changes the message by n log2((f + 1) / f): the best is taken first.
    private static void Settle(int[] frequencies, ReadOnlySpan<long> counts, int missing)
    {
        int step = Math.Sign(missing);
        var queue = new PriorityQueue<int, double>();
        for (int i = 0; i < frequencies.Length; i++)
        {
            Offer(queue, i, frequencies[i], counts[i], step);
        }

        for (; missing != 0; missing -= step)
        {
            int best = queue.Dequeue();
            frequencies[best] += step;
            Offer(queue, best, frequencies[best], counts[best], step);
        }
    }

    private static void Offer(PriorityQueue<int, double> queue, int symbol, int frequency, long count, int step)
    {
        if (count > 0 && frequency + step > 0)
        {
            queue.Enqueue(symbol, count * Math.Log2((double)frequency / (frequency + step)));
        }
    }
}
