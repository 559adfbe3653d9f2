using Lathe.Compression.Sharing.KMeans;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Sharing;

public class ScalarKMeansTests
{
    public static TheoryData<CentroidStart> Starts => [.. Enum.GetValues<CentroidStart>()];

    [Theory]
    [MemberData(nameof(Starts))]
    public void Share_EveryWeight_IsTheMeanOfItsClusterAndNearestToIt(CentroidStart start)
    {
        float[] weights = Weights(4000, zeros: 0.6), shared = ScalarKMeans.Share(weights, 16, start, RandomKey.FromSeed(2));

        Zeros(shared).ShouldBe(Zeros(weights));
        float[] centroids = [.. shared.Where(v => v != 0).Distinct().Order()];
        centroids.Length.ShouldBeInRange(8, 16);
        foreach (float centroid in centroids)
        {
            double mean = Enumerable.Range(0, weights.Length).Where(i => shared[i] == centroid).Average(i => (double)weights[i]);
            mean.ShouldBe(centroid, 1e-6);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0)
            {
                Math.Abs(weights[i] - shared[i]).ShouldBeLessThanOrEqualTo(centroids.Min(c => Math.Abs(weights[i] - c)) + 1e-6f);
            }
        }
    }

    [Fact]
    public void Share_Exact_HasTheLeastErrorOfAllPartitions()
    {
        for (ulong draw = 0; draw < 30; draw++)
        {
            float[] weights = new float[9];
            RandomKey.FromSeed(3).Fold(draw).FillNormal(weights);

            double exact = Error(weights, ScalarKMeans.Share(weights, 3, CentroidStart.Exact));

            exact.ShouldBe(Partitions([.. weights.Order()]), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Share_AnyStart_IsNotBetterThanExact(CentroidStart start)
    {
        float[] weights = Weights(3000, zeros: 0);

        double error = Error(weights, ScalarKMeans.Share(weights, 32, start, RandomKey.FromSeed(4))), least = Error(weights, ScalarKMeans.Share(weights, 32, CentroidStart.Exact));

        error.ShouldBeGreaterThanOrEqualTo(least - 1e-6);
        error.ShouldBeLessThan(3 * least);
    }

    [Fact]
    public void Start_EachWay_LiesWhereItsNameSays()
    {
        SortedValues values = SortedValues.OfNonZero([.. Enumerable.Range(1, 90).Select(i => i / 100f), 9, 10]);

        double[] linear = ScalarKMeans.Start(values, 4, CentroidStart.Linear, default), density = ScalarKMeans.Start(values, 4, CentroidStart.Density, default), forgy = ScalarKMeans.Start(values, 4, CentroidStart.Forgy, RandomKey.FromSeed(1));

        linear.ShouldBe([0.01, 3.34, 6.67, 10], 1e-5);
        density.ShouldBe([0.12, 0.35, 0.58, 0.81], 0.02);
        forgy.ShouldAllBe(c => values.Values.Contains((float)c));
        forgy.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Share_FewDistinctValues_AreKept()
    {
        float[] weights = [1, 0, 2, 2, -3, 0, 1];

        ScalarKMeans.Share(weights, 4, CentroidStart.Linear).ShouldBe(weights);
    }

    internal static float[] Weights(int count, double zeros)
    {
        float[] weights = new float[count];
        RandomKey.FromSeed(1).FillNormal(weights, 0, 0.05f);
        for (int i = 0; i < count; i++)
        {
            weights[i] = RandomKey.FromSeed(9).Uniform((ulong)i) < zeros ? 0 : weights[i];
        }

        return weights;
    }

    private static bool[] Zeros(float[] values) => Array.ConvertAll(values, v => v == 0);

    private static double Error(float[] weights, float[] shared) => weights.Zip(shared, (w, s) => (double)(w - s) * (w - s)).Sum();

    private static double Partitions(float[] sorted)
    {
        double least = double.MaxValue;
        for (int a = 1; a < sorted.Length - 1; a++)
        {
            for (int b = a + 1; b < sorted.Length; b++)
            {
                least = Math.Min(least, Spread(sorted[..a]) + Spread(sorted[a..b]) + Spread(sorted[b..]));
            }
        }

        return least;
    }

    private static double Spread(float[] run) => run.Sum(v => Math.Pow(v - run.Average(x => (double)x), 2));
}
