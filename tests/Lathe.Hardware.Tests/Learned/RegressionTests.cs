using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Regression;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

public sealed class RegressionTests
{
    [Fact]
    public void Polynomial_SparseTruth_IsRecovered()
    {
        // Three variables and one special term; true are a constant, x0 x1, and the special term.
        double[][] rows = Rows(200, 4, seed: 1);
        double[] targets = [.. rows.Select(Truth)];

        (SparsePolynomial fit, _) = PolynomialFit.Run(rows, targets, Folds(200), 3);

        double[][] fresh = Rows(100, 4, seed: 2);
        ErrorSummary.Of([.. fresh.Select(Truth)], [.. fresh.Select(r => fit.Predict(r))]).Rmspe.ShouldBeLessThan(0.01);
        double[] sizes = [.. fit.Coefficients.Select(Math.Abs).OrderDescending()];
        sizes[3..].Sum().ShouldBeLessThan(0.05 * sizes[..3].Sum());

        static double Truth(double[] r) => 3 + (2 * r[0] * r[1]) + (5 * r[3]);
    }

    [Fact]
    public void Lasso_LargePenalty_LeavesTheConstantAlone()
    {
        var moments = new Moments(3);
        foreach (double[] row in Rows(50, 2, seed: 3))
        {
            moments.Add([1, .. row], 4 + row[0]);
        }

        double[] none = Lasso.Fit(moments, Lasso.Largest(moments) * 1.01), all = Lasso.Fit(moments, 0);

        none[1..].ShouldAllBe(c => c == 0);
        none[0].ShouldBeGreaterThan(0);
        (all[0], all[1], all[2]).ShouldSatisfyAllConditions(c => c.Item1.ShouldBe(4, 0.01), c => c.Item2.ShouldBe(1, 0.01), c => c.Item3.ShouldBe(0, 0.01));
    }

    [Fact]
    public void Trees_Staircase_AreBetterThanThePolynomial()
    {
        double[][] rows = [.. Rows(600, 1, seed: 4).Select(r => new[] { Math.Round(r[0] * 256) + 1 })], fresh = [.. Rows(200, 1, seed: 5).Select(r => new[] { Math.Round(r[0] * 256) + 1 })];
        double[] targets = [.. rows.Select(Stairs)], truth = [.. fresh.Select(Stairs)];

        (SparsePolynomial polynomial, _) = PolynomialFit.Run(rows, targets, Folds(600), 1);
        BoostedTrees trees = BoostedTrees.Fit(rows, [.. targets.Select(t => Math.Log(t))], RandomKey.FromSeed(0));

        double byTrees = ErrorSummary.Of(truth, [.. fresh.Select(r => Math.Exp(trees.Predict(r)))]).Rmspe, byPolynomial = ErrorSummary.Of(truth, [.. fresh.Select(r => polynomial.Predict(r))]).Rmspe;
        byTrees.ShouldBeLessThan(0.02);
        byPolynomial.ShouldBeGreaterThan(3 * byTrees);

        static double Stairs(double[] r) => Math.Ceiling(r[0] / 32) * 10;
    }

    [Fact]
    public void Trees_SameKey_AreTheSame()
    {
        double[][] rows = Rows(100, 3, seed: 6);
        double[] targets = [.. rows.Select(r => r[0] - r[1])];

        double[] first = Predictions(RandomKey.FromSeed(1)), second = Predictions(RandomKey.FromSeed(1)), other = Predictions(RandomKey.FromSeed(2));

        first.ShouldBe(second);
        first.ShouldNotBe(other);

        double[] Predictions(RandomKey key)
        {
            BoostedTrees trees = BoostedTrees.Fit(rows, targets, key, new BoostOptions { Trees = 20 });
            return [.. rows.Select(r => trees.Predict(r))];
        }
    }

    [Fact]
    public void Trees_NoRows_AreRefused() => Should.Throw<ArgumentException>(() => BoostedTrees.Fit([], [], RandomKey.FromSeed(0)));

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    public void Interval_FreshDraws_HoldsWhatItPromises(int seen)
    {
        // Averaged over many draws of what was seen, because the promise is about both.
        RandomKey key = RandomKey.FromSeed(8);
        double held = Enumerable.Range(0, 200).Average(round =>
        {
            double[] ratios = new double[seen + 50];
            RandomKey own = key.Fold((ulong)round);
            for (int i = 0; i < ratios.Length; i++)
            {
                ratios[i] = Math.Exp(0.2 * own.Normal((ulong)i));
            }

            (double low, double high) = ResidualInterval.Of(ratios[..seen], 0.9);
            return ratios[seen..].Count(r => r >= low && r <= high) / 50.0;
        });

        held.ShouldBeInRange(0.88, 0.95);
    }

    [Fact]
    public void ErrorSummary_KnownPairs_CountsAsDefined()
    {
        ErrorSummary summary = ErrorSummary.Of([10, 20, 40], [11, 15, 41]);

        summary.Mape.ShouldBe((0.1 + 0.25 + 0.025) / 3, 1e-12);
        summary.Rmspe.ShouldBe(Math.Sqrt(((0.1 * 0.1) + (0.25 * 0.25) + (0.025 * 0.025)) / 3), 1e-12);
        summary.WithinTenPercent.ShouldBe(1 / 3.0, 0.34);
        summary.RankCorrelation.ShouldBe(1, 1e-12);
    }

    private static int[] Folds(int rows) => [.. Enumerable.Range(0, rows).Select(r => r % 5)];

    private static double[][] Rows(int count, int columns, long seed)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        return [.. Enumerable.Range(0, count).Select(r => Enumerable.Range(0, columns).Select(c => 0.1 + key.Uniform((ulong)((r * columns) + c))).ToArray())];
    }
}
