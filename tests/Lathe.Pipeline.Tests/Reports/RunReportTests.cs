using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lathe.Compression.Techniques;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Measurement;
using Lathe.Models;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Reports;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Reports;

public class RunReportTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>&\"'";
    private const string Charts = "window.echarts={};/*</script>*/";

    [Theory]
    [InlineData(Charts)]
    [InlineData(null)]
    public void Page_HostileNames_AreNeverMarkup(string? charts)
    {
        string page = RunReport.Page(Run(Hostile), charts);

        page.ShouldNotContain("<img");
        page.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
        Regex.Count(page, "</script").ShouldBe(charts is null ? 0 : 3);
    }

    [Fact]
    public void Page_Policy_AllowsExactlyItsOwnScripts()
    {
        string page = RunReport.Page(Run("net"), Charts);

        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#39;", "'", StringComparison.Ordinal);
        string[] scripts = [.. Regex.Matches(page, "<script>(.*?)</script>", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
        scripts.Length.ShouldBe(2);
        foreach (string script in scripts)
        {
            policy.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
        }

        policy.ShouldContain("default-src 'none'");
    }

    [Fact]
    public void Page_NeedsNoNetwork()
    {
        string page = RunReport.Page(Run("net"), Charts);

        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        page.ShouldNotContain("src=\"");
    }

    [Fact]
    public void Page_TableOfAStep_IsShownWithItsChartAndNeverMarkup()
    {
        var shown = new TechniqueTable("sensitivity", "Accuracy against " + Hostile, ["layer", "sparsity", "accuracy"], [[Hostile, 0.5, 0.91], ["head", 0.75, null]]) { Chart = new TableChart("sparsity", ["accuracy"]) { Series = "layer" } };
        TechniqueTable kept = JsonSerializer.Deserialize<TechniqueTable>(JsonSerializer.Serialize(shown))!;

        string page = RunReport.Page(Run("net") with { Tables = [kept] }, Charts);

        page.ShouldContain("id=\"chart-table-0\"");
        page.ShouldContain("0.91");
        page.ShouldNotContain("<img");
        page.ShouldContain("\"chart\":{\"x\":\"sparsity\"", Case.Sensitive);
    }

    [Fact]
    public void RooflinePage_HostileNames_AreNeverMarkup()
    {
        DeviceCostReport report = DeviceCostReport.Of(ModelZoo.Create("lenet-300-100") with { Name = Hostile }, DeviceCatalog.Find("raspberry-pi-4"));

        string page = RooflinePage.Page(report with { Advice = [report.Advice[0] with { Layer = Hostile }] }, Charts);

        page.ShouldNotContain("<img");
        page.ShouldContain("id=\"chart-roofline\"");
        page.ShouldContain($"-bound: {report.Advice[0].Change} saves");
        Regex.Count(page, "</script").ShouldBe(3);
    }

    [Fact]
    public void Page_WithoutTheChartScript_SaysSoAndKeepsTheTables()
    {
        string page = RunReport.Page(Run("net"), null);

        page.ShouldContain("Charts are left out");
        page.ShouldContain("class=\"no-charts\"");
        page.ShouldContain("<td>12.5</td>");
        page.ShouldContain("All variants");
    }

    [Fact]
    public void Page_ShowsVerdictTargetsAndProvenance()
    {
        string page = RunReport.Page(Run("net"), Charts);

        page.ShouldContain("Use models/net.onnx: half the time.");
        page.ShouldContain("1 of 1 targets missed");
        page.ShouldContain("measured: 300 runs");
        page.ShouldContain("analytic");
    }

    [Fact]
    public void Write_FolderWithoutARun_NamesItAndMakesNothing()
    {
        string path = Path.Combine(Path.GetTempPath(), "lathe-no-such-run");

        Should.Throw<InvalidInputException>(() => RunReport.Write(path)).Message.ShouldContain("no finished run");
        Directory.Exists(path).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Folder\":\"x\",\"Variants\":[],\"Targets\":[],\"Recommendation\":\"\",\"Seconds\":1}")]
    public void Write_DamagedResult_IsOneSentence(string result)
    {
        string path = Directory.CreateTempSubdirectory("lathe-report").FullName;
        File.WriteAllText(Path.Combine(path, "result.json"), result);

        Should.Throw<InvalidInputException>(() => RunReport.Write(path)).Message.ShouldContain("cannot be read");
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public void Load_MetricsOfAResumedRun_KeepsTheLastOfEachEpoch()
    {
        string path = Directory.CreateTempSubdirectory("lathe-report").FullName;
        var folder = new RunFolder(path);
        folder.Write("result.json", Run("net").Result);
        folder.Metric([new { step = "train", Epoch = 1, Loss = 3.0 }, new { step = "train", Epoch = 1, Loss = 2.0 }, new { step = "train", Epoch = 2, Loss = 1.0 }]);
        File.AppendAllText(folder.File("metrics.jsonl"), "{\"step\":\"tra");

        RunRecord.Load(path).Epochs.Select(e => e.Loss).ShouldBe([2.0, 1.0]);
        Directory.Delete(path, recursive: true);
    }

    private static RunRecord Run(string name)
    {
        var latency = new LatencyResult(name, 0.5, 0.6, 0.7, 0.01, 300, [0.5, 0.5]);
        Variant variant = new()
        {
            Name = name, File = $"models/{name}.onnx", TestAccuracy = 0.9, ValidationAccuracy = 0.9, Operators = new Dictionary<string, int>(), Parameters = 10, Macs = 20, FileBytes = 4096, PeakActivationBytes = 100,
            Latency = latency, Speedup = new LatencyComparison(2, 1.9, 2.1),
        };
        var layer = new LayerProfile { Name = name, Operators = ["Conv", name], Kernel = name, Arithmetic = LayerArithmetic.Integer, Microseconds = 12.5, MedianMicroseconds = 12, Share = 1, Macs = 20, ParameterBytes = 40 };
        var histogram = new Histogram(-1, 1, [1, 2, 3]);
        var noise = new QuantizationNoise(40, 0.01, histogram);
        return new RunRecord
        {
            Name = name,
            Result = new RunResult("x", [variant], [new TargetVerdict(name, "1 ms", "2 ms", false)], $"Use models/{name}.onnx: half the time.", 5),
            Environment = [(name, name)],
            Recipe = name,
            Epochs = [new EpochMetric(name, 1, 1, 0.5, 0.5)],
            Measurements = new Dictionary<string, VariantMeasurements>
            {
                [name] = new()
                {
                    Variant = name,
                    Profile = new ModelProfile { Model = name, Batch = 1, Threads = 1, Latency = latency, ProfiledRuns = 5, Layers = [layer] },
                    Weights = [new LayerWeights { Layer = name, Shape = name, Count = 6, Deviation = 1, Zeros = 0, Values = histogram, Noise = noise }],
                    Activations = [new ActivationNoise(name, name, noise)],
                },
            },
        };
    }
}
