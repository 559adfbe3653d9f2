using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Regression;

/// <summary>
/// Gradient-boosted regression trees for squared error (Friedman 2001), each on a random part of the rows (Friedman 2002). The same key
/// gives the same trees.
/// </summary>
/// <param name="Bias">The mean of the targets.</param>
/// <param name="Rate">The share of each tree that counts.</param>
/// <param name="Trees">The trees.</param>
public sealed record BoostedTrees(double Bias, double Rate, IReadOnlyList<RegressionTree> Trees)
{
    /// <summary>Fits rows.</summary>
    /// <param name="rows">Rows of numbers, of the same length.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="key">Randomness of the choice of rows.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="ArgumentException">There are no rows, or not as many targets.</exception>
    public static BoostedTrees Fit(double[][] rows, double[] targets, RandomKey key, BoostOptions? options = null)
    {
        if (rows.Length == 0 || rows.Length != targets.Length)
        {
            throw new ArgumentException($"{rows.Length} rows and {targets.Length} targets were given; at least one row is needed, each with a target.", nameof(rows));
        }

        options ??= new BoostOptions();
        double bias = targets.Average();
        double[] residual = [.. targets.Select(t => t - bias)];
        var bins = new FeatureBins(rows);
        var trees = new List<RegressionTree>(options.Trees);
        for (int i = 0; i < options.Trees; i++)
        {
            RegressionTree tree = new TreeBuilder(bins, residual, options).Build(Chosen(rows.Length, options.RowShare, key.Fold((ulong)i)));
            trees.Add(tree);
            for (int r = 0; r < rows.Length; r++)
            {
                residual[r] -= options.Rate * tree.Predict(rows[r]);
            }
        }

        return new BoostedTrees(bias, options.Rate, trees);
    }

    /// <summary>The prediction for a row.</summary>
    public double Predict(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (RegressionTree tree in Trees)
        {
            sum += tree.Predict(row);
        }

        return Bias + (Rate * sum);
    }

    /// <summary>The predictions for a row without trees, with the first few, with twice as many, and so on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="step">How many trees are the first few.</param>
    /// <param name="stages">How many predictions; the last may lack trees.</param>
    public double[] Stages(ReadOnlySpan<double> row, int step, int stages)
    {
        double[] predictions = new double[stages];
        double sum = 0;
        for (int stage = 0, tree = 0; stage < stages; stage++)
        {
            for (; tree < Math.Min(stage * step, Trees.Count); tree++)
            {
                sum += Trees[tree].Predict(row);
            }

            predictions[stage] = Bias + (Rate * sum);
        }

        return predictions;
    }

    private static int[] Chosen(int count, double share, RandomKey key)
    {
        int[] chosen = [.. Enumerable.Range(0, count).Where(r => key.Uniform((ulong)r) < share)];
        return chosen.Length > 0 ? chosen : [.. Enumerable.Range(0, count)];
    }
}
