namespace Lathe.Compression.Sharing.KMeans;

/// <summary>
/// The k runs of sorted values with the least squared error. Optimal cuts move only right as values are added, so each row of the
/// dynamic program is halved recursively: <c>O(k n log n)</c> (Gronlund et al. 2017, after Wang and Song 2011).
/// </summary>
internal sealed class ExactKMeans
{
    /// <summary>The most values times clusters it is tried on.</summary>
    public const long MostCells = 20_000_000;

    private readonly SortedValues _values;
    private readonly int[][] _cuts;
    private double[] _before;
    private double[] _now;

    private ExactKMeans(SortedValues values, int clusters)
    {
        _values = values;
        _cuts = new int[clusters][];
        (_before, _now) = (new double[values.Values.Length + 1], new double[values.Values.Length + 1]);
    }

    /// <summary>The first value of every cluster, ascending.</summary>
    public static int[] Starts(SortedValues values, int clusters) => new ExactKMeans(values, Math.Min(clusters, values.Values.Length)).Solve();

    private int[] Solve()
    {
        int count = _values.Values.Length, clusters = _cuts.Length;
        for (int end = 1; end <= count; end++)
        {
            _before[end] = _values.Error(0, end);
        }

        for (int k = 1; k < clusters; k++)
        {
            _cuts[k] = new int[count + 1];
            Fill(_cuts[k], k + 1, count, k, count - 1);
            (_before, _now) = (_now, _before);
        }

        int[] starts = new int[clusters];
        for (int k = clusters - 1, end = count; k > 0; k--)
        {
            starts[k] = end = _cuts[k][end];
        }

        return starts;
    }

    // Best error of the first `end` values in k + 1 clusters, for ends low..high whose best last cut lies in first..last.
    private void Fill(int[] cuts, int low, int high, int first, int last)
    {
        if (low > high)
        {
            return;
        }

        int middle = (low + high) / 2, best = first;
        double least = double.MaxValue;
        for (int cut = first; cut <= Math.Min(last, middle - 1); cut++)
        {
            double error = _before[cut] + _values.Error(cut, middle);
            if (error < least)
            {
                (least, best) = (error, cut);
            }
        }

        (_now[middle], cuts[middle]) = (least, best);
        Fill(cuts, low, middle - 1, first, best);
        Fill(cuts, middle + 1, high, best, last);
    }
}
