namespace Lathe.Hardware.Learned.Regression;

/// <summary>Grows one tree: each node takes the split that lowers the squared error most.</summary>
internal sealed class TreeBuilder(FeatureBins bins, double[] targets, BoostOptions options)
{
    private readonly List<int> _features = [];
    private readonly List<double> _thresholds = [];
    private readonly List<int> _children = [];
    private readonly List<double> _values = [];

    public RegressionTree Build(int[] rows)
    {
        Reserve();
        Grow(0, rows, options.Depth);
        return new RegressionTree([.. _features], [.. _thresholds], [.. _children], [.. _values]);
    }

    private int Reserve()
    {
        _features.Add(-1);
        _thresholds.Add(0);
        _children.Add(0);
        _values.Add(0);
        return _features.Count - 1;
    }

    private void Grow(int node, int[] rows, int depth)
    {
        double sum = rows.Sum(r => targets[r]);
        _values[node] = sum / (rows.Length + options.Shrinkage);
        if (depth == 0 || rows.Length < 2 * options.LeafRows || Best(rows, sum) is not { } split)
        {
            return;
        }

        byte[] codes = bins.Codes[split.Feature];
        _features[node] = split.Feature;
        _thresholds[node] = bins.Edges[split.Feature][split.Bin];
        _children[node] = Reserve();
        Reserve();
        Grow(_children[node], [.. rows.Where(r => codes[r] <= split.Bin)], depth - 1);
        Grow(_children[node] + 1, [.. rows.Where(r => codes[r] > split.Bin)], depth - 1);
    }

    private (int Feature, int Bin)? Best(int[] rows, double sum)
    {
        (int Feature, int Bin)? best = null;
        double gain = (sum * sum / rows.Length) + 1e-12;
        Span<double> sums = stackalloc double[256];
        Span<int> counts = stackalloc int[256];
        for (int f = 0; f < bins.Codes.Length; f++)
        {
            int last = bins.Edges[f].Length;
            sums.Clear();
            counts.Clear();
            foreach (int r in rows)
            {
                sums[bins.Codes[f][r]] += targets[r];
                counts[bins.Codes[f][r]]++;
            }

            double left = 0;
            int count = 0;
            for (int bin = 0; bin < last; bin++)
            {
                left += sums[bin];
                count += counts[bin];
                int rest = rows.Length - count;
                if (counts[bin] > 0 && count >= options.LeafRows && rest >= options.LeafRows && (left * left / count) + ((sum - left) * (sum - left) / rest) is var reached && reached > gain)
                {
                    (gain, best) = (reached, (f, bin));
                }
            }
        }

        return best;
    }
}
