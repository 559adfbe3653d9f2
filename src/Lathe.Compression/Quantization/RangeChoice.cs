namespace Lathe.Compression.Quantization;

/// <summary>Chooses the clipping range of an activation from its histogram.</summary>
public static class RangeChoice
{
    private const int Candidates = 64;

    // Divergence does not see how far clipped values are off; on small networks it clips far too much if it may.
    private const double LeastEntropyShare = 0.6;

    /// <summary>The range to quantize, which always holds zero.</summary>
    /// <param name="histogram">What was seen.</param>
    /// <param name="method">How to choose.</param>
    /// <param name="levels">Number of codes, 256 for 8 bits.</param>
    public static (float Low, float High) Choose(RangeHistogram histogram, CalibrationMethod method, int levels = 256)
    {
        if (histogram.Count == 0)
        {
            return (0, 1);
        }

        (double Center, double Count)[] bins = [.. histogram.Filled()];
        (float low, float high) = (Math.Min(0, histogram.Min), Math.Max(0, histogram.Max));
        return method switch
        {
            CalibrationMethod.MovingAverage => (Math.Min(0, histogram.MovingMin), Math.Max(0, histogram.MovingMax)),
            CalibrationMethod.Percentile => Percentile(bins, low, high, 0.9999),
            CalibrationMethod.Mse => Search(low, high, 0, (l, h) => SquaredError(bins, l, h, levels)),
            CalibrationMethod.Entropy => Search(low, high, LeastEntropyShare, (l, h) => Divergence(bins, l, h, levels)),
            _ => (low, high),
        };
    }

    private static (float, float) Percentile((double Center, double Count)[] bins, float low, float high, double share)
    {
        double total = bins.Sum(b => b.Count), outside = total * (1 - share) / 2;
        double Edge(IEnumerable<(double Center, double Count)> order)
        {
            double passed = 0;
            foreach ((double center, double count) in order)
            {
                passed += count;
                if (passed > outside)
                {
                    return center;
                }
            }

            return 0;
        }

        return ((float)Math.Max(low, Math.Min(0, Edge(bins))), (float)Math.Min(high, Math.Max(0, Edge(bins.Reverse()))));
    }

    private static (float, float) Search(float low, float high, double leastShare, Func<double, double, double> loss)
    {
        (float, float) best = (low, high);
        double least = loss(low, high);
        for (int i = 1; i < Candidates; i++)
        {
            double share = 1 - ((double)i / Candidates);
            if (share < leastShare)
            {
                break;
            }

            double value = loss(low * share, high * share);
            if (value < least)
            {
                (least, best) = (value, ((float)(low * share), (float)(high * share)));
            }
        }

        return best;
    }

    private static double SquaredError((double Center, double Count)[] bins, double low, double high, int levels)
    {
        double scale = Math.Max(1e-12, (high - low) / (levels - 1)), error = 0;
        foreach ((double center, double count) in bins)
        {
            double quantized = Math.Clamp(Math.Round((center - low) / scale), 0, levels - 1) * scale + low;
            error += count * (center - quantized) * (center - quantized);
        }

        return error;
    }

    /// <summary>
    /// KL divergence of what is seen, with everything clipped piled up in the outermost bins, from what its codes can tell.
    /// </summary>
    private static double Divergence((double Center, double Count)[] bins, double low, double high, int levels)
    {
        double scale = Math.Max(1e-12, (high - low) / (levels - 1));
        (double Center, double Count)[] inside = [.. bins.Where(b => b.Center >= low - (scale / 2) && b.Center <= high + (scale / 2))];
        if (inside.Length == 0)
        {
            return double.PositiveInfinity;
        }

        var mass = new double[levels];
        var filled = new int[levels];
        int[] places = [.. inside.Select(b => (int)Math.Clamp(Math.Round((b.Center - low) / scale), 0, levels - 1))];
        for (int i = 0; i < inside.Length; i++)
        {
            mass[places[i]] += inside[i].Count;
            filled[places[i]]++;
        }

        double total = bins.Sum(b => b.Count), kept = mass.Sum(), divergence = 0;
        double below = bins.Where(b => b.Center < inside[0].Center).Sum(b => b.Count), above = bins.Where(b => b.Center > inside[^1].Center).Sum(b => b.Count);
        for (int i = 0; i < inside.Length; i++)
        {
            double p = (inside[i].Count + (i == 0 ? below : 0) + (i == inside.Length - 1 ? above : 0)) / total;
            double q = mass[places[i]] / filled[places[i]] / kept;
            divergence += p * Math.Log(p / q);
        }

        return divergence;
    }
}
