namespace Lathe.Compression.Sharing.KMeans;

/// <summary>Distinct values in order with their counts, and sums over any run of them in constant time.</summary>
internal sealed class SortedValues
{
    private readonly double[] _count;
    private readonly double[] _sum;
    private readonly double[] _square;
    private readonly double _centre;

    private SortedValues(float[] values, int[] counts)
    {
        Values = values;
        Counts = counts;
        // Sums of squares lose digits far from zero: they are kept around the middle value.
        _centre = values.Length == 0 ? 0 : values[values.Length / 2];
        (_count, _sum, _square) = (new double[values.Length + 1], new double[values.Length + 1], new double[values.Length + 1]);
        for (int i = 0; i < values.Length; i++)
        {
            double shifted = values[i] - _centre;
            _count[i + 1] = _count[i] + counts[i];
            _sum[i + 1] = _sum[i] + (counts[i] * shifted);
            _square[i + 1] = _square[i] + (counts[i] * shifted * shifted);
        }
    }

    /// <summary>The distinct values, ascending.</summary>
    public float[] Values { get; }

    /// <summary>How often each occurs.</summary>
    public int[] Counts { get; }

    /// <summary>All occurrences.</summary>
    public double Total => _count[^1];

    /// <summary>Sorts values; zeros are left out.</summary>
    public static SortedValues OfNonZero(ReadOnlySpan<float> values)
    {
        float[] sorted = [.. values.ToArray().Where(v => v != 0)];
        Array.Sort(sorted);
        var distinct = new List<float>();
        var counts = new List<int>();
        foreach (float value in sorted)
        {
            if (distinct.Count > 0 && distinct[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                distinct.Add(value);
                counts.Add(1);
            }
        }

        return new SortedValues([.. distinct], [.. counts]);
    }

    /// <summary>The mean of a run.</summary>
    public double Mean(int from, int to) => _centre + ((_sum[to] - _sum[from]) / (_count[to] - _count[from]));

    /// <summary>The sum of squared distances of a run to its mean.</summary>
    public double Error(int from, int to)
    {
        double sum = _sum[to] - _sum[from];
        return Math.Max(0, _square[to] - _square[from] - (sum * sum / (_count[to] - _count[from])));
    }

    /// <summary>The value below which a share of all occurrences lies.</summary>
    public float Quantile(double share)
    {
        int at = Array.BinarySearch(_count, share * Total);
        return Values[Math.Clamp(at < 0 ? ~at - 1 : at, 0, Values.Length - 1)];
    }
}
