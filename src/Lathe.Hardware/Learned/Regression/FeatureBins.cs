namespace Lathe.Hardware.Learned.Regression;

/// <summary>Columns cut into at most 256 bins by their quantiles, so that splits are found by counting.</summary>
internal sealed class FeatureBins
{
    private const int Most = 256;

    public FeatureBins(double[][] rows)
    {
        int features = rows[0].Length;
        Edges = new double[features][];
        Codes = new byte[features][];
        for (int f = 0; f < features; f++)
        {
            double[] values = [.. rows.Select(r => r[f]).Distinct().Order()];
            double[] edges = values.Length <= Most ? [.. values.Take(values.Length - 1).Select((v, i) => (v + values[i + 1]) / 2)] : [.. Enumerable.Range(1, Most - 1).Select(i => (values[(int)((long)i * values.Length / Most) - 1] + values[(int)((long)i * values.Length / Most)]) / 2)];
            Edges[f] = edges;
            Codes[f] = [.. rows.Select(r => (byte)Place(edges, r[f]))];
        }
    }

    /// <summary>Upper edges of the bins but the last, by feature.</summary>
    public double[][] Edges { get; }

    /// <summary>The bin of every row, by feature.</summary>
    public byte[][] Codes { get; }

    private static int Place(double[] edges, double value)
    {
        int low = 0, high = edges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = value <= edges[middle] ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
