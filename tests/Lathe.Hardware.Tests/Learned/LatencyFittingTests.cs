using System.Text;
using System.Text.Json.Nodes;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

public sealed class LatencyFittingTests : IDisposable
{
    private static readonly Lazy<LatencyModelFit> s_fit = new(() => Fitting(new SyntheticMeter(new FakeClock()), ProfileLog.InMemory()).Run());

    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-fit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Fit_TiledMachine_PredictsNetworksNeverSeen()
    {
        LatencyFitReport report = HeldOutReport.Of(s_fit.Value, [.. Enumerable.Range(0, 20).Select(Held)]);

        report.Learned.Mape.ShouldBeLessThan(0.08);
        report.Learned.WithinTenPercent.ShouldBeGreaterThanOrEqualTo(0.8);
        report.Flops.Mape.ShouldBeGreaterThan(report.Learned.Mape);
        report.InsideInterval.ShouldBeGreaterThanOrEqualTo(0.75);
        report.MeetsTarget.ShouldBeTrue();
        report.NetworkLayers.Select(l => l.Type).ShouldBe(["convolution", "pooling"]);
        report.LeftOutLayers[0].Used.Rmspe.ShouldBeLessThan(report.LeftOutLayers[0].Published!.Value);
        report.Networks.ShouldAllBe(n => n.Unknown.Count == 0 && n.Millijoules > 0);
    }

    [Fact]
    public void Composition_WholeRuns_GiveBackWhatLiesBetweenKernels()
    {
        Composition composition = s_fit.Value.Model.Composition;

        composition.Kernel(3).ShouldBe(SyntheticMeter.Whole([3]) - SyntheticMeter.Call, 0.6);
        composition.Kernel(200).ShouldBe(SyntheticMeter.Whole([200]) - SyntheticMeter.Call, 4);
        composition.Call.ShouldBe(SyntheticMeter.Call, 1.5);
    }

    [Fact]
    public void Composition_ProfilerInSmallKernels_IsTakenOffAgain()
    {
        // What a kernel takes is 0.2 microseconds beside its work; the profiler says at least 4.
        static double Said(double work) => Math.Max(4, work + 1);
        RandomKey key = RandomKey.FromSeed(3);
        SubjectProfile[] trays = [.. Enumerable.Range(0, 200).Select(i =>
        {
            double[] work = [.. Enumerable.Range(0, 1 + (i % 40)).Select(k => Math.Exp(6 * key.Uniform((ulong)((i * 100) + k))) - 1)];
            return new SubjectProfile($"t{i}", 1, 0, 2 + work.Sum(w => w + 0.2), 0, 1, null, [.. work.Select(w => new KernelProfile(0, new KernelConfig(KernelKind.Pool, "MaxPool"), Said(w), 0))]);
        })];

        Composition fit = Composition.Fit(trays), plain = Composition.Plain;

        double Error(Composition c) => trays.Average(t => Math.Abs((c.Whole(t.Kernels.Select(k => k.Microseconds)) / t.WholeMicroseconds) - 1));
        Error(fit).ShouldBeLessThan(0.05);
        Error(plain).ShouldBeGreaterThan(3 * Error(fit));
        fit.Kernel(4).ShouldBeLessThan(2.5);
        fit.Kernel(101).ShouldBe(100.2, 3);
    }

    [Fact]
    public void Fit_SameKey_IsTheSameToTheByte()
    {
        string first = Path.Combine(_folder, "first.json"), second = Path.Combine(_folder, "second.json");

        LatencyModelFile.Write(Fitting(new SyntheticMeter(new FakeClock()), ProfileLog.InMemory(), layers: 60).Run().Model, first);
        LatencyModelFile.Write(Fitting(new SyntheticMeter(new FakeClock()), ProfileLog.InMemory(), layers: 60).Run().Model, second);

        File.ReadAllBytes(first).ShouldBe(File.ReadAllBytes(second));
    }

    [Fact]
    public void Fit_Interrupted_GoesOnToTheSameModel()
    {
        string log = Path.Combine(_folder, "log.tsv"), first = Path.Combine(_folder, "first.json"), second = Path.Combine(_folder, "second.json");
        var whole = new SyntheticMeter(new FakeClock());
        LatencyModelFile.Write(Fitting(whole, ProfileLog.InMemory(), layers: 60).Run().Model, first);
        using var stop = new CancellationTokenSource();
        var part = new SyntheticMeter(new FakeClock());
        LatencyFitting fitting = Fitting(part, ProfileLog.Open(log, "here"), layers: 60, progress: () => stop.CancelAfterVisits(part, 9));

        Should.Throw<OperationCanceledException>(() => fitting.Run(stop.Token));
        var rest = new SyntheticMeter(new FakeClock());
        LatencyModelFile.Write(Fitting(rest, ProfileLog.Open(log, "here"), layers: 60).Run().Model, second);

        (part.Visits + rest.Visits).ShouldBe(whole.Visits);
        File.ReadAllBytes(first).ShouldBe(File.ReadAllBytes(second));
    }

    [Fact]
    public void Fit_BusyPasses_AreLeftOut()
    {
        var meter = new SyntheticMeter(new FakeClock()) { Disturbed = (subject, pass) => pass == 1 && subject.Contains("tray1", StringComparison.Ordinal) };

        LatencyModelFit fit = Fitting(meter, ProfileLog.InMemory(), layers: 60).Run();

        fit.Trays.Sum(t => t.Disturbed).ShouldBeGreaterThan(0);
        fit.Trays.SelectMany(t => t.Kernels).ShouldAllBe(k => k.Microseconds < 1.15 * SyntheticMeter.Time(k.Config));
    }

    [Fact]
    public void Fit_MinutesOver_StopsEarlyAndFits()
    {
        var clock = new FakeClock();
        var meter = new SyntheticMeter(clock);
        var options = Options(3000) with { Minutes = 0.02, Rounds = 1 };

        LatencyModelFit fit = new LatencyFitting(meter, ProfileLog.InMemory(), options, clock) { Setting = "here" }.Run();

        meter.Visits.ShouldBeLessThan(300);
        fit.Model.Families.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Rounds_AfterTheFirst_DrawAroundHardLayers()
    {
        // Convolutions of one narrow region take far longer: the second round must look there more often than the first.
        var meter = new HardRegionMeter(new SyntheticMeter(new FakeClock()));
        var log = ProfileLog.InMemory();

        new LatencyFitting(meter, log, Options(240) with { Rounds = 2, Passes = 1 }, TimeProvider.System) { Setting = "here" }.Run();

        int[] near = [.. new[] { "round0", "round1" }.Select(r => log.Trays.Where(l => l.Key.StartsWith(r, StringComparison.Ordinal) && !l.Value.Chained).SelectMany(l => l.Value.Layers).Count(HardRegionMeter.IsHard))];
        near[1].ShouldBeGreaterThan((int)(1.3 * near[0]));
    }

    [Fact]
    public void Rounds_HalfOfTheLayers_RunInChains()
    {
        var log = ProfileLog.InMemory();

        new LatencyFitting(new SyntheticMeter(new FakeClock()), log, Options(240) with { Passes = 1 }, TimeProvider.System) { Setting = "here" }.Run();

        double chained = log.Trays.Values.Where(t => t.Chained).Sum(t => t.Layers.Count);
        (chained / log.Trays.Values.Sum(t => t.Layers.Count)).ShouldBe(0.5, 0.1);
    }

    [Fact]
    public void Predict_UnknownOperator_IsPricedByTrafficAndSaid()
    {
        var strange = new NetworkKernel("s", new KernelConfig(KernelKind.Other, "Strange") { ReadElements = 100_000, WriteElements = 100_000 }, 0);

        NetworkLatency latency = s_fit.Value.Model.Predict([strange]);

        latency.Unknown.ShouldBe(["Strange"]);
        latency.Microseconds.Value.ShouldBeInRange(40, 160);
        latency.Microseconds.High.ShouldBeGreaterThan(2 * latency.Microseconds.Value);
    }

    [Fact]
    public void File_Model_ComesBackWithTheSamePredictions()
    {
        string path = Path.Combine(_folder, "deep", "model.json");
        NetworkKernel[] kernels = [.. SyntheticMeter.Kernels(new LayerSpec(LayerTemplate.Convolution, 24, 40, 20, 20, 3, 1, 1, 0)).Select(k => new NetworkKernel("k", k, 0))];

        LatencyModelFile.Write(s_fit.Value.Model, path);

        LatencyModelFile.Read(path).Predict(kernels).Microseconds.ShouldBe(s_fit.Value.Model.Predict(kernels).Microseconds);
    }

    [Theory]
    [InlineData("schema", "7", "schema")]
    [InlineData("families.0.trees.trees.0.children.0", "0", "tree")]
    [InlineData("families.0.trees.trees.0.children.0", "999999", "tree")]
    [InlineData("families.0.trees.trees.0.features.0", "77", "tree")]
    [InlineData("families.0.trees.trees.0", "null", "tree")]
    [InlineData("families.0.polynomial.exponents.0", "[1]", "polynomial")]
    [InlineData("families.0.polynomial.coefficients", "[]", "polynomial")]
    [InlineData("families.0.high", "0.5", "out of range")]
    [InlineData("families.0.polynomial.floor", "1e999", "damaged")]
    [InlineData("families.0", "null", "families")]
    [InlineData("fallback", "[1, 2]", "fallback")]
    [InlineData("composition", "null", "not a latency model")]
    [InlineData("extra", "1", "not a latency model")]
    public void File_Hostile_IsRefused(string place, string value, string said)
    {
        string path = Path.Combine(_folder, "model.json");
        LatencyModelFile.Write(s_fit.Value.Model, path);
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        Set(root, place.Split('.'), value == "1e999" ? "\"HERE\"" : value);
        string json = root.ToJsonString().Replace("\"HERE\"", "1e999", StringComparison.Ordinal);

        InvalidInputException error = Should.Throw<InvalidInputException>(() => LatencyModelFile.Parse(Encoding.UTF8.GetBytes(json), "model.json"));

        error.Message.ShouldContain(said);
        error.Message.ShouldContain("fit-latency");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"schema\": 1")]
    public void File_NoModel_IsRefused(string json) => Should.Throw<InvalidInputException>(() => LatencyModelFile.Parse(Encoding.UTF8.GetBytes(json), "x.json")).Message.ShouldContain("x.json");

    [Fact]
    public void File_TooLarge_IsRefusedUnread()
    {
        string path = Path.Combine(_folder, "large.json");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength((64L << 20) + 1);
        }

        Should.Throw<InvalidInputException>(() => LatencyModelFile.Read(path)).Message.ShouldContain("bytes");
    }

    [Fact]
    public void Options_OutOfRange_AreSaidTogether()
    {
        string message = Should.Throw<InvalidInputException>(() => (new LatencyFitOptions { Layers = 0, Passes = 0, Minutes = -1 }).Validate()).Message;

        message.ShouldContain("Layers");
        message.ShouldContain("Passes");
        message.ShouldContain("Minutes");
    }

    private static LatencyFitOptions Options(int layers) => new() { Layers = layers, Rounds = 2, Passes = 2, Boost = new BoostOptions { Trees = 60, Rate = 0.15 } };

    private static LatencyFitting Fitting(ILayerMeter meter, ProfileLog log, int layers = 240, Action? progress = null) =>
        new(meter, log, Options(layers), new FakeClock()) { Setting = "here", Power = ("counters", true), Progress = (_, _, _, _) => progress?.Invoke() };

    private static HeldOutNetwork Held(int number)
    {
        LayerSpec[] layers = [.. Enumerable.Range(0, 12).Select(i => LayerSpace.Draw(RandomKey.FromSeed(1000 + number).Fold((ulong)i)))];
        var meter = new SyntheticMeter(new FakeClock());
        SubjectProfile profile = new VisitPolicy().Summarize([meter.Measure($"net{number}", 0, LayerTray.Of(layers), default)])[0];
        return new HeldOutNetwork($"net{number}", [.. profile.Kernels.Select((k, i) => new NetworkKernel($"k{i}", k.Config, 0))], profile, profile.Kernels.Sum(k => k.Config.Macs), 1);
    }

    private static void Set(JsonNode root, string[] place, string value)
    {
        JsonNode node = root;
        foreach (string step in place[..^1])
        {
            node = int.TryParse(step, out int index) ? node[index]! : node[step]!;
        }

        if (int.TryParse(place[^1], out int last))
        {
            node.AsArray()[last] = JsonNode.Parse(value);
        }
        else
        {
            node[place[^1]] = JsonNode.Parse(value);
        }
    }
}
