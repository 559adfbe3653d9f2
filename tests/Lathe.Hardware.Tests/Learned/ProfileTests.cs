using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

public sealed class ProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-profiles-").FullName;

    private string Log => Path.Combine(_folder, "log.tsv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Policy_Visits_GiveTheLeastAndHowOftenItWasReached()
    {
        Visit[] visits = [.. Enumerable.Range(0, 9).Select(i => Visit("often", i, 100 + i, 50)), Visit("often", 9, 500, 90), .. Enumerable.Range(0, 9).Select(i => Visit("once", i, i == 4 ? 60 : 100, 50))];

        IReadOnlyList<SubjectProfile> profiles = new VisitPolicy().Summarize(visits);

        (profiles[0].Visits, profiles[0].Disturbed, profiles[0].WholeMicroseconds).ShouldBe((9, 1, 100));
        profiles[0].Kernels[0].Spread.ShouldBe(2.25);
        profiles[0].UsualMicroseconds.ShouldBe(1.1 * 104.5, 1e-9);
        (profiles[1].WholeMicroseconds, profiles[1].Spread).ShouldBe((60, 40));
        new VisitPolicy().Trusts(profiles[0].Kernels[0]).ShouldBeTrue();
        new VisitPolicy().Trusts(profiles[1].Kernels[0]).ShouldBeFalse();
    }

    [Fact]
    public void Policy_SeldomVisited_IsLeftOut() =>
        new VisitPolicy().Summarize([.. Enumerable.Range(0, 9).Select(i => Visit("often", i, 100, 50)), .. Enumerable.Range(0, 5).Select(i => Visit("seldom", i, 100, 50))]).Select(p => p.Subject).ShouldBe(["often"]);

    [Fact]
    public void Policy_KernelsInAnotherOrder_AreFoundAgain()
    {
        KernelTiming small = Timing(8), large = Timing(16), twin = Timing(8);
        Visit first = Visit("a", 0, 10, 50) with { Kernels = [small with { Microseconds = 5 }, large with { Microseconds = 90 }, twin with { Microseconds = 7 }] };
        Visit second = first with { Pass = 1, Kernels = [large with { Microseconds = 80 }, small with { Microseconds = 6 }, twin with { Microseconds = 4 }] };

        IReadOnlyList<KernelProfile> kernels = new VisitPolicy().Summarize([first, second])[0].Kernels;

        kernels.Select(k => (k.Config.InputChannels, k.Microseconds)).ShouldBe([(8L, 5), (16L, 80), (8L, 4)]);

        static KernelTiming Timing(long channels) => new(0, new KernelConfig(KernelKind.Reorder, "ReorderOutput") { InputChannels = channels }, 1);
    }

    [Fact]
    public void Policy_VisitsThatDisagree_AreNotTrusted()
    {
        var policy = new VisitPolicy();
        var config = new KernelConfig(KernelKind.Pool, "MaxPool");

        policy.Trusts(new KernelProfile(0, config, 100, 30)).ShouldBeFalse();
        policy.Trusts(new KernelProfile(0, config, 100, 20)).ShouldBeTrue();
        policy.Trusts(new KernelProfile(0, config, 5, 2.5)).ShouldBeTrue();
    }

    [Fact]
    public void Log_KilledInTheMiddle_KeepsTheWholeVisits()
    {
        LayerSpec[] layers = [LayerSpace.Draw(RandomKey.FromSeed(1)), LayerSpace.Draw(RandomKey.FromSeed(2))];
        var first = ProfileLog.Open(Log, "here");
        first.Append(Visit("a", 0, 10.25, 5), LayerTray.Of(layers));
        first.Append(Visit("b", 0, 20, 5), new LayerTray(layers, true));
        string whole = File.ReadAllText(Log);
        File.AppendAllText(Log, "visit\tc\t0\t1.5\t1.6\t2\t2\t-\t\nkernel\t0\t1");

        var again = ProfileLog.Open(Log, "here");

        again.Visits.Count.ShouldBe(2);
        again.Visits[0].Kernels.ShouldBe(first.Visits[0].Kernels);
        again.Trays["a"].Layers.ShouldBe(layers);
        (again.Trays["a"].Chained, again.Trays["b"].Chained).ShouldBe((false, true));
        again.Has("a", 0).ShouldBeTrue();
        again.Has("c", 0).ShouldBeFalse();
        File.ReadAllText(Log).ShouldBe(whole);
    }

    [Theory]
    [InlineData("visit\ta\t0\t1\t1\t2\t2\t-\t\nvisit\tb\t0\t1\t1\t2\t2\t-\t\nend\n", "Line 3")]
    [InlineData("visit\ta\t0\t-5\t1\t2\t2\t-\t\nend\n", "positive")]
    [InlineData("visit\ta\t0\tNaN\t1\t2\t2\t-\t\nend\n", "positive")]
    [InlineData("visit\ta\t0\t1\t1\t2\t2\t-\tNothing:1\nend\n", "describes no layer")]
    [InlineData("visit\ta\t0\t1\t1\t2\t2\t-\t\nkernel\t0\t1\tPool\tMaxPool\t1 2 3\nend\n", "3 numbers")]
    [InlineData("visit\ta\t0\t1\t1\t2\t2\t-\t\nkernel\t0\t1\tNone\tMaxPool\t1 2 3\nend\n", "'None'")]
    [InlineData("visit\ta\t99999999999999\t1\t1\t2\t2\t-\t\nend\n", "Line 3")]
    [InlineData("rubbish\nend\n", "Line 2")]
    public void Log_Hostile_IsRefusedWithTheLine(string content, string said)
    {
        File.WriteAllText(Log, "#lathe-profiles\t4\there\n" + content);

        Should.Throw<InvalidInputException>(() => ProfileLog.Open(Log, "here")).Message.ShouldContain(said);
    }

    [Fact]
    public void Log_OfAnEarlierForm_IsRefused()
    {
        File.WriteAllText(Log, "#lathe-profiles\t3\there\n");

        Should.Throw<InvalidInputException>(() => ProfileLog.Open(Log, "here")).Message.ShouldContain("measure anew");
    }

    [Fact]
    public void Log_OfAnotherSetting_IsRefused()
    {
        ProfileLog.Open(Log, "there");

        Should.Throw<InvalidInputException>(() => ProfileLog.Open(Log, "here")).Message.ShouldContain("there");
    }

    [Fact]
    public void Space_Draws_AreModestAndComeBackFromText()
    {
        LayerSpec[] drawn = [.. Enumerable.Range(0, 2000).Select(i => LayerSpace.Draw(RandomKey.FromSeed(i)))];

        drawn.ShouldAllBe(l => l.Macs <= 120e6 && LayerSpec.Parse(l.ToString()) == l);
        drawn.Select(l => l.Template).Distinct().Count().ShouldBe(Enum.GetValues<LayerTemplate>().Length);
        drawn.Distinct().Count().ShouldBeGreaterThan(1900);
    }

    [Fact]
    public void Chains_Draws_PassDataOnFromLayerToLayer()
    {
        LayerTray[] drawn = [.. Enumerable.Range(0, 600).Select(i => ChainSpace.Draw(RandomKey.FromSeed(i)))];

        drawn.ShouldAllBe(t => t.Chained && t.Layers.Count > 1 && t.Layers.Sum(l => l.Macs) <= 3e8);
        foreach ((LayerSpec before, LayerSpec after) in drawn.SelectMany(t => t.Layers.Zip(t.Layers.Skip(1))))
        {
            (int channels, int height, int width) = before.Result;
            (after.Inputs, after.OnRows || (after.Height, after.Width) == (height, width)).ShouldBe((after.OnRows && !before.OnRows && before.Template != LayerTemplate.Head ? channels * height * width : channels, true), $"{before} > {after}");
        }

        // Small ones as often as large ones.
        double[] macs = [.. drawn.Select(t => t.Layers.Sum(l => l.Macs)).Order()];
        (macs[60] < 5e5 && macs[540] > 4e7).ShouldBeTrue($"{macs[60]:e1} to {macs[540]:e1}");
        drawn.Select(t => t.ToString()).Distinct().Count().ShouldBeGreaterThan(590);
        drawn.SelectMany(t => t.Layers).Select(l => l.Template).Distinct().Count().ShouldBeGreaterThan(13);
        LayerTray.Parse(drawn[0].ToString()).Layers.ShouldBe(drawn[0].Layers);
    }

    [Fact]
    public void Space_Near_KeepsWhatTheLayerIs()
    {
        var hard = new LayerSpec(LayerTemplate.Grouped, 64, 128, 28, 28, 3, 1, 4, 2);

        LayerSpec[] near = [.. Enumerable.Range(0, 50).Select(i => LayerSpace.Near(hard, RandomKey.FromSeed(i)))];

        near.ShouldAllBe(l => l.Template == hard.Template && l.Kernel == 3 && l.Factor == 4 && l.Inputs % 32 == 0 && l.Outputs % 32 == 0 && l.Height <= 39 && l.Height >= 19);
        near.Distinct().Count().ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Convolution:1:1:1:1:1:1:1")]
    [InlineData("Convolution:0:1:1:1:1:1:1:0")]
    [InlineData("Convolution:9999999:1:1:1:1:1:1:0")]
    [InlineData("7:1:1:1:1:1:1:1:0")]
    public void Spec_NoLayer_IsRefused(string text) => Should.Throw<InvalidInputException>(() => LayerSpec.Parse(text));

    private static Visit Visit(string subject, int pass, double whole, double yardstick) =>
        new(subject, pass, whole, 1.1 * whole, yardstick, yardstick, 12.5, [new KernelTiming(1, new KernelConfig(KernelKind.Pool, "MaxPool") { InputChannels = 8, ReadElements = 100 }, whole)]);
}
