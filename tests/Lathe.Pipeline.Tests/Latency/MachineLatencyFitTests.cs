using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Regression;
using Lathe.Models;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Latency;

namespace Lathe.Pipeline.Tests.Latency;

public sealed class MachineLatencyFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-fit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Run_Twice_MeasuresOnceAndGivesTheSameModel()
    {
        Runtime.Require();
        string path = Path.Combine(_folder, "model.json"), layers = Path.Combine(_folder, "model.layers.tsv"), networks = Path.Combine(_folder, "model.networks.tsv");
        var options = new LatencyFitOptions { Layers = 20, Rounds = 2, Passes = 1, TrayLayers = 5, Boost = new BoostOptions { Trees = 10 } };
        var lines = new List<string>();

        LatencyFitReport report = new MachineLatencyFit(TimeProvider.System, 1) { Progress = lines.Add }.Run(path, 1, options);
        (byte[] model, string profiles, string whole) = (File.ReadAllBytes(path), File.ReadAllText(layers), File.ReadAllText(networks));
        LatencyFitReport again = new MachineLatencyFit(TimeProvider.System, 1).Run(path, 1, options);

        report.Networks.Single().Network.ShouldBe("resnet8-w2-32");
        report.Networks[0].Measured.ShouldBeGreaterThan(0);
        report.Networks[0].Predicted.Value.ShouldBeGreaterThan(0);
        LatencyModelFile.Read(path).Setting.ShouldBe(MachineLatencyFit.Setting(1));
        lines.ShouldContain(l => l.Contains("round 2 of 2", StringComparison.Ordinal));
        File.ReadAllBytes(path).ShouldBe(model);
        (File.ReadAllText(layers), File.ReadAllText(networks)).ShouldBe((profiles, whole));
        again.Networks[0].Predicted.ShouldBe(report.Networks[0].Predicted);
        CostOfNetworks(LatencyModels.Find(path, lines.Add)!);
        LatencyModelFile.Write(LatencyModelFile.Read(path) with { Setting = "another machine" }, path);
        LatencyModels.Find(path, lines.Add).ShouldBeNull();
        lines[^1].ShouldContain("fitted on 'another machine'");
        LatencyModels.Find(Path.Combine(_folder, "none.json"), lines.Add).ShouldBeNull();
    }

    // What a technique of a recipe asks.
    private static void CostOfNetworks(LatencyModel model)
    {
        var cost = new FittedLatencyCost(model, new RooflineCost());
        double Of(double width) => cost.Of(ModelZoo.Create("resnet8", new ModelOptions { Width = width }));

        Of(2).ShouldBeGreaterThan(Of(0.5));
        cost.Unit.ShouldBe("ms");
        cost.Provenance.ShouldStartWith("calibrated: ");
        cost.Provenance.ShouldContain("nine times in ten from");
        cost.Of(new LayerWork(1_000_000, 1000, 1000)).ShouldBe(new RooflineCost().Of(new LayerWork(1_000_000, 1000, 1000)));
    }
}
