using Lathe.Compression.Factorization.Ranks;
using Lathe.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Tests.Factorization;

public class RankTests
{
    [Theory]
    [InlineData(40, 60, 5, 0.3)]
    [InlineData(80, 50, 12, 0.1)]
    [InlineData(64, 64, 1, 0.5)]
    [InlineData(100, 300, 20, 0.2)]
    public void Vbmf_LowRankPlusNoise_FindsTheTrueRank(int rows, int columns, int rank, double noise)
    {
        Spectrum spectrum = Of(rows, columns, rank, noise);

        VariationalRank.Of(spectrum).ShouldBe(rank);
    }

    [Fact]
    public void Vbmf_PureNoise_HasRankZero()
    {
        VariationalRank.Of(Of(60, 80, 0, 1)).ShouldBe(0);
        VariationalRank.Of(new Spectrum(new double[10], 10, 20)).ShouldBe(0);
    }

    [Fact]
    public void Spectrum_RankOfATail_IsTheLeastThatLosesNoMore()
    {
        var spectrum = new Spectrum([3, 2, 1, 0.5, 0], 5, 9);

        spectrum.Energy.ShouldBe(14.25);
        spectrum.Tail(2).ShouldBe(1.25 / 14.25, 1e-12);
        spectrum.RankOf(1.25 / 14.25 + 1e-9).ShouldBe(2);
        spectrum.RankOf(1.25 / 14.25 - 1e-9).ShouldBe(3);
        spectrum.RankOf(0).ShouldBe(4);
        spectrum.RankOf(1).ShouldBe(1);
    }

    [Fact]
    public void CostAllocation_MeetsTheBudgetCloseToTheBestChoice()
    {
        RandomKey key = RandomKey.FromSeed(51);
        for (ulong trial = 0; trial < 40; trial++)
        {
            double[][] costs = [.. Enumerable.Range(0, 4).Select(l => Enumerable.Range(0, 5).Select(k => 10.0 - (2 * k)).ToArray())];
            double[][] errors = [.. Enumerable.Range(0, 4).Select(l =>
            {
                double step = 0.2 + key.Fold(trial).Uniform((ulong)l);
                return Enumerable.Range(0, 5).Select(k => step * k * k).ToArray();
            })];

            int[] levels = CostAllocation.Choose(costs, errors, 22);

            levels.Select((k, l) => costs[l][k]).Sum().ShouldBeLessThanOrEqualTo(22);
            double best = double.MaxValue;
            for (int all = 0; all < 625; all++)
            {
                int[] other = [all % 5, all / 5 % 5, all / 25 % 5, all / 125];
                best = other.Select((k, l) => costs[l][k]).Sum() <= 22 ? Math.Min(best, other.Select((k, l) => errors[l][k]).Sum()) : best;
            }

            levels.Select((k, l) => errors[l][k]).Sum().ShouldBeLessThanOrEqualTo(best * 1.15);
        }
    }

    [Fact]
    public void CostAllocation_ImpossibleBudget_TakesTheCheapest() => CostAllocation.Choose([[5, 3], [4, 1]], [[0, 1], [0, 1]], 0).ShouldBe([1, 1]);

    private static Spectrum Of(int rows, int columns, int rank, double noise)
    {
        Matrix<double> Normal(int r, int c, ulong draw)
        {
            float[] values = SingleLayer.Normal(Math.Max(1, r * c), draw);
            return Matrix<double>.Build.Dense(r, c, (i, j) => values[(i * c) + j]);
        }

        Matrix<double> matrix = Normal(rows, columns, 31) * noise;
        matrix = rank == 0 ? matrix : matrix + (Normal(rows, rank, 32) * Normal(rank, columns, 33) / Math.Sqrt(rank));
        return new Spectrum([.. matrix.Svd(false).S], rows, columns);
    }
}
