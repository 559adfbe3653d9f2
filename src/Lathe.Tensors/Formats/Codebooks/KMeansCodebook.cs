namespace Lathe.Tensors.Formats.Codebooks;

/// <summary>
/// Numbers with little squared error of the values coded, by Lloyd's iteration on sorted values, from equally spaced centres and from
/// equal shares of the values, whichever ends better (Han et al. 2016). Deterministic, and never worse from one round to the next.
/// </summary>
public static class KMeansCodebook
{
    private const int Rounds = 100;

    /// <summary>Fits a codebook.</summary>
    /// <param name="values">What will be coded; not empty.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="importance">A weight for each value's squared error; all alike when empty.</param>
    public static CodebookFormat Fit(ReadOnlySpan<float> values, int bits, ReadOnlySpan<float> importance = default)
    {
        float[] sorted = values.ToArray(), weights = importance.IsEmpty ? [] : importance.ToArray();
        if (weights.Length > 0)
        {
            Array.Sort(sorted, weights);
        }
        else
        {
            Array.Sort(sorted);
        }

        float[] distinct = [.. sorted.Distinct()];
        if (distinct.Length <= 1 << bits)
        {
            return new CodebookFormat($"k-means-{bits}", distinct);
        }

        (double[] mass, double[] moment) = Prefix(sorted, weights);
        double[][] starts = [Spread(sorted, 1 << bits), Shares(sorted, 1 << bits)];
        double[] best = starts.Select(c => Iterate(sorted, mass, moment, c)).MaxBy(c => Explained(sorted, mass, moment, c))!;
        return new CodebookFormat($"k-means-{bits}", Array.ConvertAll(best, c => (float)c));
    }

    private static double[] Spread(float[] sorted, int count)
    {
        double low = sorted[0], high = sorted[^1];
        return [.. Enumerable.Range(0, count).Select(i => low + ((high - low) * i / Math.Max(1, count - 1)))];
    }

    private static double[] Shares(float[] sorted, int count) => [.. Enumerable.Range(0, count).Select(i => (double)sorted[(int)((i + 0.5) * sorted.Length / count)])];

    private static double[] Iterate(float[] sorted, double[] mass, double[] moment, double[] centres)
    {
        for (int round = 0; round < Rounds && Move(sorted, mass, moment, centres); round++)
        {
        }

        return centres;
    }

    // The squared error is the values' own squares less this: sum over centres of moment^2 / mass.
    private static double Explained(float[] sorted, double[] mass, double[] moment, double[] centres)
    {
        double explained = 0;
        for (int i = 0, from = 0; i < centres.Length; i++)
        {
            int to = i + 1 < centres.Length ? LowerBound(sorted, (centres[i] + centres[i + 1]) / 2) : sorted.Length;
            double weight = mass[to] - mass[from], sum = moment[to] - moment[from];
            explained += weight > 0 ? sum * sum / weight : 0;
            from = to;
        }

        return explained;
    }

    // Sums of weights and of weighted values up to each index, so that the mean of any run is two differences.
    private static (double[] Mass, double[] Moment) Prefix(float[] sorted, float[] weights)
    {
        double[] mass = new double[sorted.Length + 1], moment = new double[sorted.Length + 1];
        for (int i = 0; i < sorted.Length; i++)
        {
            double weight = weights.Length > 0 ? Math.Max(weights[i], 1e-12) : 1;
            mass[i + 1] = mass[i] + weight;
            moment[i + 1] = moment[i] + (weight * sorted[i]);
        }

        return (mass, moment);
    }

    private static bool Move(float[] sorted, double[] mass, double[] moment, double[] centres)
    {
        bool moved = false;
        int from = 0;
        for (int i = 0; i < centres.Length; i++)
        {
            int to = i + 1 < centres.Length ? LowerBound(sorted, (centres[i] + centres[i + 1]) / 2) : sorted.Length;
            if (to > from)
            {
                double mean = (moment[to] - moment[from]) / (mass[to] - mass[from]);
                moved |= mean != centres[i];
                centres[i] = mean;
            }

            from = to;
        }

        return moved;
    }

    private static int LowerBound(float[] sorted, double limit)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
