namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>How often values fall in each of equal parts of a range.</summary>
/// <param name="Low">Lower end of the range.</param>
/// <param name="High">Upper end of the range.</param>
/// <param name="Counts">Values in each part.</param>
public sealed record Histogram(double Low, double High, IReadOnlyList<long> Counts)
{
    /// <summary>Counts values over their own range.</summary>
    public static Histogram Of(ReadOnlySpan<float> values, int parts)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        return low > high ? new Histogram(0, 0, new long[parts]) : Of(values, low, high, parts);
    }

    /// <summary>Counts values over a range; those outside fall in the outer parts, those that are not numbers in none.</summary>
    public static Histogram Of(ReadOnlySpan<float> values, double low, double high, int parts)
    {
        long[] counts = new long[parts];
        double scale = high > low ? parts / (high - low) : 0;
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
            {
                counts[(int)Math.Clamp((value - low) * scale, 0, parts - 1)]++;
            }
        }

        return new Histogram(low, high, counts);
    }
}
