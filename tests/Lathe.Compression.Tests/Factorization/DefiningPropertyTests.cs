using Lathe.Compression.Factorization.Cp;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Monarch;
using Lathe.Compression.Factorization.Separable;
using Lathe.Compression.Factorization.SpatialSvd;
using Lathe.Compression.Factorization.Svd;
using Lathe.Compression.Factorization.TensorTrain;
using Lathe.Compression.Factorization.Tucker2;
using Lathe.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Tests.Factorization;

/// <summary>What each factorization is defined by.</summary>
public class DefiningPropertyTests
{
    [Fact]
    public void Svd_Error_IsTheTailOfTheSingularValues()
    {
        ModelGraph graph = SingleLayer.Dense(30, 40, "MatMul");
        var factoring = new SvdFactoring(SingleLayer.Layer(graph));
        var direct = Matrix<double>.Build.Dense(40, 30, (i, j) => graph.Parameters["w"].ToFloats()[(i * 30) + j]).Svd();
        float[] exact = SingleLayer.Response(graph);
        for (int rank = 1; rank < 30; rank += 4)
        {
            double tail = Math.Sqrt(direct.S.Skip(rank).Sum(s => s * s));

            float[] response = SingleLayer.Response(SingleLayer.Replace(graph, factoring, rank));

            Math.Sqrt(exact.Zip(response, (a, b) => Math.Pow(a - b, 2)).Sum()).ShouldBe(tail, 1e-3 * tail);
        }
    }

    [Fact]
    public void SpatialSvd_SeparableFilters_NeedRankOne()
    {
        float[] down = SingleLayer.Normal(3, 1), across = SingleLayer.Normal(5, 2);
        float[] weight = [.. Enumerable.Range(0, 15).Select(i => down[i / 5] * across[i % 5])];

        var factoring = new SpatialFactoring(SingleLayer.Layer(SingleLayer.Convolution(1, 1, 3, 5, weight)));

        factoring.Solve([1]).Error.ShouldBeLessThan(1e-6);
        factoring.RanksByEnergy(0.999).ShouldBe([1]);
    }

    [Fact]
    public void Tucker2_Iteration_ImprovesOnTheHigherOrderSvd()
    {
        var factoring = new TuckerFactoring(SingleLayer.Layer(SingleLayer.Convolution(16, 12, 3, 3)));

        double plain = factoring.Iterate([5, 4], 0).Error, iterated = factoring.Iterate([5, 4], 20).Error;

        iterated.ShouldBeLessThan(plain - 1e-4);
        (plain * plain).ShouldBeLessThanOrEqualTo(factoring.Bound([5, 4]) + 1e-9);
    }

    [Fact]
    public void Cp_SumOfThreeSeparableFilters_IsFoundAtRankThree()
    {
        float[][] f = [SingleLayer.Normal(10 * 3, 1), SingleLayer.Normal(8 * 3, 2), SingleLayer.Normal(3 * 3, 3), SingleLayer.Normal(3 * 3, 4)];
        float[] weight = new float[10 * 8 * 9];
        for (int i = 0; i < weight.Length; i++)
        {
            for (int r = 0; r < 3; r++)
            {
                weight[i] += f[0][(i / 72 * 3) + r] * f[1][(i / 9 % 8 * 3) + r] * f[2][(i % 9 / 3 * 3) + r] * f[3][(i % 3 * 3) + r];
            }
        }

        var factoring = new CpFactoring(SingleLayer.Layer(SingleLayer.Convolution(10, 8, 3, 3, weight)));

        factoring.Solve([3]).Error.ShouldBeLessThan(1e-3);
        factoring.Solve([2]).Error.ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public void TensorTrain_KroneckerProduct_HasRankOneAndErrorsStayBelowTheirBound()
    {
        float[] a = SingleLayer.Normal(12, 5), b = SingleLayer.Normal(20, 6);

        // Rows (o1, o2) in 3 x 4, columns (i1, i2) in 4 x 5.
        float[] weight = [.. Enumerable.Range(0, 240).Select(i => a[(i / 20 / 4 * 4) + (i % 20 / 5)] * b[(i / 20 % 4 * 5) + (i % 5)])];
        var product = new TrainFactoring(SingleLayer.Layer(SingleLayer.Dense(12, 20, weight: weight)), 2);
        var random = new TrainFactoring(SingleLayer.Layer(SingleLayer.Dense(12, 20)), 3);

        product.Solve([1]).Error.ShouldBeLessThan(1e-5);
        foreach (double energy in new[] { 0.5, 0.8, 0.95 })
        {
            int[] ranks = random.RanksByEnergy(energy);
            Math.Pow(random.Solve(ranks).Error, 2).ShouldBeLessThanOrEqualTo(random.Bound(ranks) + 1e-9);
        }
    }

    [Theory]
    [InlineData(784, 3, new[] { 7, 8, 14 })]
    [InlineData(300, 2, new[] { 15, 20 })]
    [InlineData(10, 3, new[] { 1, 2, 5 })]
    [InlineData(13, 2, new[] { 1, 13 })]
    public void TensorTrain_Dimensions_AreBalanced(int number, int count, int[] expected) => BalancedFactors.Of(number, count).ShouldBe(expected);

    [Fact]
    public void Monarch_BlockDiagonalTimesShuffleTimesBlockDiagonal_IsRecoveredExactly()
    {
        // Every block of rank 1 is what two block-diagonal factors give.
        float[] u = SingleLayer.Normal(16 * 3, 7), v = SingleLayer.Normal(16 * 5, 8);
        float[] weight = new float[12 * 20];
        for (int i = 0; i < weight.Length; i++)
        {
            (int o, int j) = (i / 20, i % 20);
            int block = (o / 3 * 4) + (j / 5);
            weight[i] = u[(block * 3) + (o % 3)] * v[(block * 5) + (j % 5)];
        }

        var factoring = new MonarchFactoring(SingleLayer.Layer(SingleLayer.Dense(12, 20, weight: weight)), 4);

        factoring.Solve([1]).Error.ShouldBeLessThan(1e-6);
        factoring.Parts([1]).Where(p => p.OpType == "Conv").ShouldAllBe(p => p.Attributes.Int("group", 1) == 4);
    }

    [Fact]
    public void Separable_DepthwiseThenPointwise_IsRecoveredExactly()
    {
        float[] depth = SingleLayer.Normal(6 * 9, 9), point = SingleLayer.Normal(8 * 6, 10);
        float[] weight = [.. Enumerable.Range(0, 8 * 6 * 9).Select(i => point[(i / 54 * 6) + (i / 9 % 6)] * depth[(i / 9 % 6 * 9) + (i % 9)])];

        var factoring = new SeparableFactoring(SingleLayer.Layer(SingleLayer.Convolution(8, 6, 3, 3, weight)));

        factoring.Solve([1]).Error.ShouldBeLessThan(1e-6);
        factoring.Parts([1])[0].Attributes.Int("group", 1).ShouldBe(6);
    }
}
