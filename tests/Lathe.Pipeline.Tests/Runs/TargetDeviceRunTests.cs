using System.Text.Json;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;
using Lathe.Onnx;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public sealed class TargetDeviceRunTests
{
    private const string Start = "model: ds-cnn\ndata: synthetic-images\nwidth: 0.25\nseed: 3\nlimit: 200\ncountry: SWE\n";

    [SkippableFact]
    public void Run_ForAMicrocontroller_PrunesAndJudgesByItsModel()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run(Start + "target: { device: nucleo-l4r5zi, latency: 50 %, ram: 1 MB, flash: 1 KB }\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n  - prune: { until: latency, epochs: 0 }\n");

        Variant baseline = result.Variants[0], pruned = result.Variants.Single(v => v.Name == "compressed");
        (pruned.Device!.Latency!.Value / baseline.Device!.Latency!.Value).ShouldBeInRange(0.3, 0.5);
        CostReading cost = DeviceCost.Of(Workload.Of(OnnxModel.Load(run.Folder().File(pruned.File)), FusionRules.Of("cmsis-nn")), DeviceCatalog.Find("nucleo-l4r5zi"), new CostOptions { Precision = Precision.F32 });
        pruned.Device.Latency.Value.ShouldBe(cost.Seconds.Value * 1e3, 1e-9);
        pruned.Device.Latency.Provenance.ShouldBe(Provenance.Analytic);
        result.Targets.Single(t => t.Target == "flash").Met.ShouldBeFalse();
        result.Targets.Single(t => t.Target == "flash").Margin.ShouldStartWith("over by ");
        result.AllMet.ShouldBeFalse();
        DeviceCostReport kept = CostRecorder.TryLoad(run.Folder())!;
        kept.Cost.Device.ShouldBe("nucleo-l4r5zi");
        kept.Cost.Seconds.Value.ShouldBe(result.Best.Device!.Latency!.Value / 1e3, 1e-12);
        kept.Advice.ShouldNotBeEmpty();
        string page = RunReport.Page(RunRecord.Load(run.Folder().Path), null);
        page.ShouldContain("Roofline of nucleo-l4r5zi");
        page.ShouldContain(System.Net.WebUtility.HtmlEncode(kept.Advice[0].Text));
        page.ShouldContain("Energy of the run");
    }

    [SkippableFact]
    public void Run_OnThisMachine_MetersItselfAndEveryInference()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run(Start + "target: { energy: 1 J }\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n");

        RunResult kept = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(run.Folder().File("result.json")))!;
        kept.Footprint!.Phases.Select(p => p.Name).ShouldBe(["1 train", "measuring"]);
        kept.Footprint.Phases.ShouldAllBe(p => p.Joules > 0 && p.Seconds > 0 && p.Basis.Length > 0);
        kept.Footprint.Carbon.Place.ShouldBe("SWE");
        kept.Footprint.CarbonGrams.ShouldBe(kept.Footprint.Joules / 3.6e6 * 40.695, 1e-9);
        result.Variants[0].Device!.Energy!.Value.ShouldBeGreaterThan(0);
        result.Variants[0].Device!.Latency!.Value.ShouldBe(result.Variants[0].Latency!.P50);
        result.Targets.ShouldHaveSingleItem().Met.ShouldBeTrue();
    }
}
