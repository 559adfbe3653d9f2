using Lathe.Hardware.Measurement;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Pipeline.Targets;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Runs;

public class VariantChoiceTests
{
    private static readonly RecipeTarget s_half = new() { Latency = new TargetLimit(50, true, "50 %"), Size = new TargetLimit(50, true, "50 %"), AccuracyDropPoints = 1 };

    [Fact]
    public void Verdicts_AllLimitsKept_JudgeTheFastest()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("compressed", 0.3, 400, 0.915), Make("compressed-int8", 0.4, 100, 0.915)];

        var choice = new VariantChoice(s_half, variants);

        choice.Advice(null).ShouldStartWith("Use compressed.onnx");
        choice.Verdicts().ShouldAllBe(v => v.Met);
    }

    [Fact]
    public void Verdicts_OneFileKeepsTheSize_ItIsChosenThoughNotTheFastest()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("compressed", 0.3, 700, 0.915), Make("compressed-int8", 0.4, 100, 0.915)];

        new VariantChoice(s_half, variants).Advice(null).ShouldStartWith("Use compressed-int8.onnx");
    }

    [Fact]
    public void Advice_EqualSpeed_TakesTheSmallerFile()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("compressed", 0.3, 400, 0.915), Make("compressed-int8", 0.3, 100, 0.915)];

        new VariantChoice(s_half, variants).Advice(null).ShouldStartWith("Use compressed-int8.onnx");
    }

    [Fact]
    public void Verdicts_LastNetworkLostTooMuch_TakeTheStageBeforeAndSayWhatIsMissed()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("pruned-2-1", 0.7, 600, 0.918), Make("compressed", 0.3, 400, 0.85)];

        var choice = new VariantChoice(s_half, variants);

        choice.Advice(null).ShouldStartWith("Use pruned-2-1.onnx");
        choice.Verdicts().Where(v => !v.Met).Select(v => v.Target).ShouldBe(["latency", "size"]);
    }

    [Fact]
    public void Verdicts_TestAccuracyDiffersFromValidation_AreOfTheTest()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("compressed", 0.3, 400, 0.915) with { TestAccuracy = 0.90 }];

        var choice = new VariantChoice(s_half, variants);

        choice.Advice(null).ShouldStartWith("Use compressed.onnx");
        choice.Verdicts().Single(v => v.Target == "accuracy-drop").Met.ShouldBeFalse();
    }

    [Fact]
    public void Advice_LayersInFloatingPoint_AreNamed()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("compressed", 0.4, 400, 0.915), Make("compressed-int8", 0.3, 100, 0.915)];
        var placement = new Placement([new LayerPlacement("stem", false, null, ""), new LayerPlacement("conv1", true, null, "")], 1, 2, 3);

        string advice = new VariantChoice(s_half, variants).Advice(placement);

        advice.ShouldContain("1 of 2 products in integers (QLinearConv 1)");
        advice.ShouldContain("not measurably faster in stem,");
    }

    [Fact]
    public void Verdicts_MissedAndMet_SayByHowMuchAndWhoComesNearest()
    {
        Variant[] variants = [Make("baseline", 1, 1000, 0.92), Make("pruned-2-1", 0.6, 600, 0.918), Make("compressed", 0.55, 400, 0.85)];

        TargetVerdict[] verdicts = [.. new VariantChoice(s_half with { Size = new TargetLimit(800, false, "800 B") }, variants).Verdicts()];

        verdicts[0].Margin.ShouldBe("over by 0.1 ms (20 %); the nearest is compressed with 0.55 ms");
        verdicts[1].Margin.ShouldBe("25 % to spare");
        verdicts[2].Margin.ShouldBe("0.8 points to spare");
    }

    [Fact]
    public void Verdicts_ModelledDevice_JudgesAndChoosesByItsFigures()
    {
        var target = new RecipeTarget { Device = "stm32u575", Latency = new TargetLimit(10, false, "10 ms"), Energy = new TargetLimit(1, false, "1 mJ"), Ram = new TargetLimit(50, true, "50 %") };
        Variant[] variants = [On(Make("baseline", 1, 1000, 0.92), 40, 4, 100), On(Make("compressed", 0.3, 900, 0.92), 20, 2, 50), On(Make("compressed-int8", 0.9, 300, 0.92), 8, 1.5, 25)];

        var choice = new VariantChoice(target, variants);

        choice.Best.Name.ShouldBe("compressed-int8");
        choice.Advice(null).ShouldStartWith("Use compressed-int8.onnx: 8 ms (analytic) on stm32u575 (the baseline: 40 ms (analytic)), 3.3x smaller.");
        choice.Verdicts().Select(v => (v.Target, v.Met, v.Reached, v.Margin)).ShouldBe(
        [
            ("latency", true, "8 ms (analytic)", "20 % to spare"),
            ("energy", false, "1.5 mJ (analytic)", "over by 0.5 mJ (50 %); no other variant comes nearer"),
            ("ram", true, "25 B", "50 % to spare"),
        ]);
    }

    [Fact]
    public void Verdicts_NetworkThatDoesNotFitTheDevice_IsMissedFirst()
    {
        Variant variant = Make("baseline", 1, 1000, 0.92);
        variant = variant with { Device = new DeviceReading { Device = "stm32u575", Obstacles = ["9 bytes of weights do not fit the 8 of flash."] } };

        TargetVerdict[] verdicts = [.. new VariantChoice(new RecipeTarget { Device = "stm32u575", Latency = new TargetLimit(1, false, "1 ms") }, [variant]).Verdicts()];

        verdicts[0].ShouldBe(new TargetVerdict("device", "runs on stm32u575", "9 bytes of weights do not fit the 8 of flash.", false));
        verdicts[1].Met.ShouldBeFalse();
        verdicts[1].Reached.ShouldBe("does not run there");
    }

    private static Variant On(Variant variant, double milliseconds, double millijoules, double ram)
    {
        TargetFigure Figure(double value) => new(value, Provenance.Analytic, "by hand");
        return variant with { Device = new DeviceReading { Device = "stm32u575", Latency = Figure(milliseconds), Energy = Figure(millijoules), Ram = Figure(ram) } };
    }

    private static Variant Make(string name, double milliseconds, long bytes, double accuracy)
    {
        double[] rounds = [.. Enumerable.Range(0, 20).Select(i => milliseconds * (1 + (i % 3 * 0.001)))];
        var latency = new LatencyResult(name, milliseconds, milliseconds, milliseconds, 0, 20, rounds);
        return new Variant
        {
            Name = name,
            File = name + ".onnx",
            TestAccuracy = accuracy,
            ValidationAccuracy = accuracy,
            Operators = name.EndsWith("int8", StringComparison.Ordinal) ? new Dictionary<string, int> { ["Conv"] = 1, ["QLinearConv"] = 1 } : new Dictionary<string, int> { ["Conv"] = 2 },
            Parameters = bytes / 4,
            Macs = bytes,
            FileBytes = bytes,
            PeakActivationBytes = 1,
            Latency = latency,
            Speedup = LatencyComparison.Of(latency with { P50 = 1, Rounds = [.. rounds.Select(_ => 1.0)] }, latency, RandomKey.FromSeed(0)),
        };
    }
}
