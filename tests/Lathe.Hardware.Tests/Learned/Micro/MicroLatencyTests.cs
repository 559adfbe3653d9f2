using System.Globalization;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Learned.Micro;
using Lathe.Models;
using Lathe.Tests;
using Xunit.Abstractions;

namespace Lathe.Hardware.Tests.Learned.Micro;

public sealed class MicroLatencyTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> s_networks = new() { ["ad"] = "fc-autoencoder", ["vww"] = "mobilenetv1", ["ic"] = "resnet8", ["kws"] = "ds-cnn" };

    [SkippableFact]
    public void LeaveOneBoardOut_MlPerfTinyBytes_ErrsByAQuarterAtMost()
    {
        string file = TestData.Require("golden/mlperf-tiny-v1.2.csv");
        Skip.IfNot(File.Exists(file), "golden/mlperf-tiny-v1.2.csv is not there.");
        Dictionary<string, MicroWork> work = s_networks.ToDictionary(n => n.Key, n => MicroWork.Of(Workload.Of(ModelZoo.Create(n.Value), FusionRules.Of("cmsis-nn"))));
        MicroRun[] runs = [.. File.ReadLines(file).Skip(1).Select(l => l.Split(',')).Where(c => !c[4].EndsWith("_float", StringComparison.Ordinal)).Select(c => Run(c, work))];

        IReadOnlyList<(MicroRun Run, double Error)> errors = MicroLatency.LeaveOneBoardOut(runs);

        foreach (IGrouping<string, (MicroRun Run, double Error)> network in errors.GroupBy(e => e.Run.Network))
        {
            output.WriteLine($"{network.Key,-4} mean absolute error {network.Average(e => Math.Abs(e.Error)):P1}: {string.Join(", ", network.Select(e => $"{e.Run.Board} {e.Error:P0}"))}");
        }

        double mean = errors.Average(e => Math.Abs(e.Error));
        output.WriteLine($"all  {mean:P1}");
        errors.Count.ShouldBe(24);
        mean.ShouldBeLessThanOrEqualTo(0.25);
    }

    [Fact]
    public void Fit_RunsOfTheModelItself_AreFoundAgain()
    {
        MicroWork[] works = [new(1e6, 0, 0), new(1e6, 2e5, 0), new(2e6, 1e5, 5e4), new(0, 0, 3e5)];
        MicroRun[] runs = [.. works.SelectMany((w, i) => new[] { "M4", "M7" }.Select(core => new MicroRun(core, core, "s", $"{i}", w, ((2 * w.Convolution) + (6 * w.Depthwise) + (3 * w.Dense)) / (core == "M7" ? 4 : 2))))];

        MicroLatency model = MicroLatency.Fit(runs);

        runs.ShouldAllBe(r => Math.Abs((model.Cycles(r.Core, r.Software, r.Work) / r.Cycles) - 1) < 0.1);
        Should.Throw<InvalidInputException>(() => model.Cycles("M4", "other", works[0])).Message.ShouldContain("other");
        Should.Throw<InvalidInputException>(() => model.Cycles("Z80", "s", works[0])).Message.ShouldContain("M7");
    }

    private static MicroRun Run(string[] cells, Dictionary<string, MicroWork> work)
    {
        double rate = double.Parse(cells[6], CultureInfo.InvariantCulture), megahertz = double.Parse(cells[11].Split(' ')[0], CultureInfo.InvariantCulture);
        string core = cells[10].Contains("M0+", StringComparison.Ordinal) ? "M0+" : cells[10].Contains("M4", StringComparison.Ordinal) ? "M4" : "M7";
        // The Q in a board's name is its power supply.
        return new MicroRun(cells[3].Replace("-Q", "", StringComparison.Ordinal), core, cells[1], cells[5], work[cells[5]], megahertz * 1e6 / rate);
    }
}
