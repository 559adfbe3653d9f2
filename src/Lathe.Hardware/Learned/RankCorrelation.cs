namespace Lathe.Hardware.Learned;

/// <summary>Spearman's rank correlation: the correlation of ranks, equal values sharing the mean of theirs.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation of two lists of the same length, -1 to 1; 0 when one of them is constant.</summary>
    public static double Spearman(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"The lists have {left.Length} and {right.Length} values; ranks are compared pair by pair.", nameof(right));
        }

        double[] a = Ranks(left), b = Ranks(right);
        double mean = (left.Length - 1) / 2.0, cross = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            cross += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }

        return squaresA > 0 && squaresB > 0 ? cross / Math.Sqrt(squaresA * squaresB) : 0;
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
