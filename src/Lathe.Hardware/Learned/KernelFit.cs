using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Regression;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned;

/// <summary>A fitted family, and what was predicted for each of its samples when its fold was left out.</summary>
/// <param name="Model">The model.</param>
/// <param name="Polynomial">Left-out predictions of the polynomial.</param>
/// <param name="Trees">Left-out predictions of the trees.</param>
/// <param name="Used">Left-out predictions of what is used.</param>
internal sealed record KernelFit(KernelRegressor Model, double[] Polynomial, double[] Trees, double[] Used)
{
    /// <summary>The share of measured times that the interval holds.</summary>
    public const double Coverage = 0.9;

    private const double LeastTime = 0.02;
    private const int CountStep = 20;
    private static readonly double[] s_weights = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Fits samples of one family.</summary>
    public static KernelFit Of(string family, IReadOnlyList<KernelSample> samples, RandomKey key, BoostOptions options)
    {
        double[] targets = [.. samples.Select(s => Math.Max(s.Microseconds, LeastTime))];
        int[] folds = Folds(samples);
        (SparsePolynomial polynomial, double[] left) = PolynomialFit.Run([.. samples.Select(s => KernelRegressor.Values(s.Config))], targets, folds, KernelFeatures.VariableCount);
        (BoostOptions chosen, double[] trees) = new[] { options, options.Cautious }.SelectMany(o => LeftOut(samples, targets, folds, key, o)).MinBy(t => Error(t.Left, targets));
        double weight = s_weights.MinBy(w => Error(Blend(left, trees, w), targets));
        double[] used = Blend(left, trees, weight);
        (double low, double high) = ResidualInterval.Of([.. used.Select((u, i) => targets[i] / u)], Coverage);
        (double[] line, BoostedTrees final) = FitTrees(samples, targets, [.. Enumerable.Range(0, targets.Length)], key, chosen);
        var model = new KernelRegressor { Family = family, Profiles = samples.Count, Polynomial = polynomial, Line = line, Trees = final, TreeWeight = weight, Low = low, High = high };
        return new KernelFit(model, left, trees, used);
    }

    // Left-out predictions of the line alone, then with the first twenty trees, the first forty and so on.
    private static IEnumerable<(BoostOptions Options, double[] Left)> LeftOut(IReadOnlyList<KernelSample> samples, double[] targets, int[] folds, RandomKey key, BoostOptions options)
    {
        double[][] staged = [.. Enumerable.Range(0, ((options.Trees + CountStep - 1) / CountStep) + 1).Select(_ => new double[targets.Length])];
        foreach (int fold in folds.Distinct().Order())
        {
            int[] seen = [.. Enumerable.Range(0, folds.Length).Where(i => folds[i] != fold)];
            (double[] line, BoostedTrees fitted) = FitTrees(samples, targets, seen.Length > 0 ? seen : [.. Enumerable.Range(0, folds.Length)], key.Fold((ulong)fold), options);
            foreach (int row in Enumerable.Range(0, folds.Length).Where(i => folds[i] == fold))
            {
                double beyond = KernelRegressor.Beyond(line, samples[row].Config);
                double[] sums = fitted.Stages(KernelFeatures.Splits(samples[row].Config), CountStep, staged.Length);
                for (int s = 0; s < staged.Length; s++)
                {
                    staged[s][row] = beyond * Math.Exp(sums[s]);
                }
            }
        }

        return staged.Select((left, s) => (options with { Trees = Math.Min(options.Trees, s * CountStep) }, left));
    }

    private static double Error(double[] predicted, double[] targets) => predicted.Select((p, i) => Math.Pow((p / targets[i]) - 1, 2)).Average();

    private static double[] Blend(double[] polynomial, double[] trees, double weight) => [.. polynomial.Select((p, i) => KernelRegressor.Blend(p, trees[i], weight))];

    // Numbered without gaps, so that every fold has rows.
    private static int[] Folds(IReadOnlyList<KernelSample> samples)
    {
        int[] present = [.. samples.Select(s => s.Fold).Distinct().Order()];
        return [.. samples.Select(s => Array.IndexOf(present, s.Fold))];
    }

    private static (double[] Line, BoostedTrees Trees) FitTrees(IReadOnlyList<KernelSample> samples, double[] targets, int[] rows, RandomKey key, BoostOptions options)
    {
        var moments = new Moments(KernelRegressor.LineTermCount);
        foreach (int r in rows)
        {
            moments.Add([.. KernelRegressor.LineTerms(samples[r].Config).Select(t => t / targets[r])], 1);
        }

        double[] line = Lasso.Fit(moments, 0, nonNegative: true);
        return (line, BoostedTrees.Fit([.. rows.Select(r => KernelFeatures.Splits(samples[r].Config))], [.. rows.Select(r => Math.Log(targets[r] / KernelRegressor.Beyond(line, samples[r].Config)))], key, options));
    }
}
