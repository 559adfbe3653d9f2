using System.IO.Compression;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Readings;
using Lathe.Tests;
using Xunit.Abstractions;

namespace Lathe.Hardware.Tests.Learned;

public sealed class FewShotLatencyTests(ITestOutputHelper output)
{
    private static readonly string[] s_operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    [SkippableFact]
    public void Fit_NasBench201_RanksNewDevicesFromTenSamples()
    {
        string file = TestData.Require("golden/nasbench201-latency-ms.csv.gz");
        Skip.IfNot(File.Exists(file), "golden/nasbench201-latency-ms.csv.gz is not there.");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        LatencyTable table = LatencyTable.Read(reader);
        double[][] blocks = Blocks(table.Networks);
        double[] flops = [.. table.Networks.Select((_, n) => Enumerable.Range(0, 6).Sum(edge => (9 * blocks[(edge * 5) + 3][n]) + blocks[(edge * 5) + 2][n]))];
        double mean = 0, baseline = 0;
        for (int d = 0; d < table.Devices.Count; d++)
        {
            double[] truth = table.Milliseconds[d];
            var space = new NetworkSpace([.. table.Milliseconds.Where((_, i) => i != d)], blocks);
            int[] samples = space.ChooseSamples(10);
            Estimate[] predicted = FewShotLatency.Fit(space, samples, [.. samples.Select(s => truth[s])]);
            int[] held = [.. Enumerable.Range(0, space.Count).Except(samples)];
            double rank = RankCorrelation.Spearman([.. held.Select(n => predicted[n].Value)], [.. held.Select(n => truth[n])]), plain = RankCorrelation.Spearman(flops, truth);
            output.WriteLine($"{table.Devices[d],-12} few-shot {rank:F3}  FLOPs {plain:F3}");
            mean += rank / table.Devices.Count;
            baseline += plain / table.Devices.Count;
        }

        output.WriteLine($"mean         few-shot {mean:F4} FLOPs {baseline:F4}");
        mean.ShouldBeGreaterThanOrEqualTo(0.94);
        mean.ShouldBeGreaterThan(baseline);
    }

    [Fact]
    public void Fit_DeviceThatIsAMixtureOfOthers_IsFound()
    {
        double[] a = [.. Enumerable.Range(0, 200).Select(i => 5 + (i * 37 % 101))], b = [.. Enumerable.Range(0, 200).Select(i => 5 + (i * 53 % 89))];
        double[] truth = [.. a.Zip(b, (x, y) => (0.7 * x) + (0.3 * y))];
        var space = new NetworkSpace([a, b], []);
        int[] samples = space.ChooseSamples(10);

        Estimate[] predicted = FewShotLatency.Fit(space, samples, [.. samples.Select(s => truth[s])]);

        samples.Distinct().Count().ShouldBe(10);
        RankCorrelation.Spearman([.. predicted.Select(p => p.Value)], truth).ShouldBeGreaterThan(0.95);
        predicted.ShouldAllBe(p => p.Low <= p.Value && p.Value < p.High);
        Should.Throw<InvalidInputException>(() => FewShotLatency.Fit(space, [1, 2], [1, 2])).Message.ShouldContain("three");
    }

    [Fact]
    public void Spearman_TiesAndOrder_AreCountedByHand()
    {
        RankCorrelation.Spearman([1, 2, 3, 4], [10, 20, 30, 40]).ShouldBe(1, 1e-12);
        RankCorrelation.Spearman([1, 2, 3, 4], [4, 3, 2, 1]).ShouldBe(-1, 1e-12);
        // Ranks 0.5 0.5 2 3 against 0 1 2 3: covariance 4.5, variances 4.5 and 5.
        RankCorrelation.Spearman([1, 1, 2, 3], [1, 2, 3, 4]).ShouldBe(4.5 / Math.Sqrt(4.5 * 5), 1e-12);
        RankCorrelation.Spearman([1, 1], [1, 2]).ShouldBe(0);
    }

    [Fact]
    public void Read_BrokenTable_NamesTheLine()
    {
        Should.Throw<InvalidInputException>(() => LatencyTable.Read(new StringReader("n,a\nx,1\ny,-3\n"))).Message.ShouldContain("Line 3");
        Should.Throw<InvalidInputException>(() => LatencyTable.Read(new StringReader("n,a\nx,1,2\n"))).Message.ShouldContain("3 cells");
    }

    private static double[][] Blocks(IReadOnlyList<string> networks)
    {
        double[][] blocks = [.. Enumerable.Range(0, 30).Select(_ => new double[networks.Count])];
        for (int n = 0; n < networks.Count; n++)
        {
            string[] edges = networks[n].Replace("+", "", StringComparison.Ordinal).Split('|', StringSplitOptions.RemoveEmptyEntries);
            for (int edge = 0; edge < edges.Length; edge++)
            {
                blocks[(edge * 5) + Array.IndexOf(s_operations, edges[edge].Split('~')[0])][n] = 1;
            }
        }

        return blocks;
    }
}
