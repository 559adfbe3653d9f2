using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;
using Lathe.Models;
using Lathe.Pipeline.Latency;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Latency;

public sealed class RuntimeLayerMeterTests
{
    [SkippableFact]
    public void Measure_EveryTemplate_GivesKernelsOfEveryLayer()
    {
        Runtime.Require();
        LayerSpec[] layers = [.. Enum.GetValues<LayerTemplate>().SelectMany(t => new[] { 1, 6, 7 }.Select(v => Small(t, v)))];
        using RuntimeLayerMeter meter = Meter();

        Visit visit = meter.Measure("all", 0, LayerTray.Of(layers), default);

        visit.Kernels.Select(k => k.Layer).Distinct().Order().ShouldBe(Enumerable.Range(0, layers.Length));
        visit.Kernels.ShouldAllBe(k => k.Config.Kind != KernelKind.Other);
        visit.Kernels.Where(k => k.Config.Macs > 10_000).ShouldAllBe(k => k.Microseconds > 0);
        visit.WholeMicroseconds.ShouldBeGreaterThan(0);
        visit.YardstickMicroseconds.ShouldBeGreaterThan(0);
        visit.Watts.ShouldNotBeNull();
    }

    [SkippableFact]
    public void Measure_SameTrayTwice_GivesTheSameKernels()
    {
        Runtime.Require();
        var layers = LayerTray.Of(Small(LayerTemplate.Residual, 0), Small(LayerTemplate.Pool, 2));
        using RuntimeLayerMeter meter = Meter();

        Visit first = meter.Measure("a", 0, layers, default), second = meter.Measure("a", 1, layers, default);

        second.Kernels.Select(k => (k.Layer, k.Config)).ShouldBe(first.Kernels.Select(k => (k.Layer, k.Config)));
    }

    [SkippableFact]
    public void Measure_Chains_EveryShapeIsAsSaid()
    {
        Runtime.Require();
        using RuntimeLayerMeter meter = Meter();
        LayerTray[] chains = [.. Enumerable.Range(0, 400).Select(i => ChainSpace.Draw(RandomKey.FromSeed(i))).Where(t => t.Layers.Sum(l => l.Macs) < 4e6).Take(25)];

        foreach (LayerTray chain in chains)
        {
            Visit visit = meter.Measure(chain.ToString(), 0, chain, default);

            // What lies between two kernels was written right before, but for the image.
            visit.Kernels.Count(k => k.Config.InputDistance == k.Config.NetworkTraffic).ShouldBeLessThanOrEqualTo(2, chain.ToString());
            visit.Kernels.ShouldAllBe(k => k.Config.Kind != KernelKind.Other, chain.ToString());
        }
    }

    [SkippableFact]
    public void CalibratedCost_ResidualNetwork_SumsToThePrediction()
    {
        Runtime.Require();
        ModelGraph graph = ModelZoo.Create("resnet8");
        Workload workload = Workload.Of(graph, FusionRules.Of("onnxruntime"));
        CostReading analytic = DeviceCost.Of(workload, ThisMachine.Detect());
        LatencyModel model = Model(OptimizedNetwork.Of(graph));

        CostReading reading = CalibratedCost.Of(analytic, workload, graph, model);

        NetworkLatency latency = OptimizedNetwork.Of(graph).Predict(model);
        reading.Provenance.ShouldBe(Provenance.Calibrated);
        reading.Seconds.ShouldBe(latency.Microseconds * 1e-6);
        reading.Layers.Sum(l => l.Seconds.Value).ShouldBe(latency.Microseconds.Value * 1e-6, 1e-12);
        reading.Layers.Where(l => l.Macs > 0).ShouldAllBe(l => l.Seconds.Value > 0 && l.Utilisation > 0);
        (reading.Macs, reading.FlashBytes, reading.PeakRamBytes).ShouldBe((analytic.Macs, analytic.FlashBytes, analytic.PeakRamBytes));
    }

    private static RuntimeLayerMeter Meter() => new(TimeProvider.System, 1, new UtilisationMeter(8, 2, TimeProvider.System, () => Environment.CpuUsage.TotalTime));

    private static LayerSpec Small(LayerTemplate template, int variant) =>
        new(template, template == LayerTemplate.Stem ? 3 : 16, template == LayerTemplate.Residual ? 16 : 24, 8, template is LayerTemplate.Attention or LayerTemplate.FeedForward or LayerTemplate.FullyConnected or LayerTemplate.NormalizedFullyConnected ? 1 : 8, 3, 1, 2, variant);

    // A model of the kernels' own arithmetic and traffic; what it says matters less than that it says it of every kernel.
    private static LatencyModel Model(OptimizedNetwork network)
    {
        SubjectProfile[] trays = [.. Enumerable.Range(0, 10).Select(i => new SubjectProfile($"t{i}", 1, 0, 0.5 + (network.Kernels.Sum(k => Time(k.Config)) * 1.1), 0, 1, null, [.. network.Kernels.Select(k => new KernelProfile(0, k.Config, Time(k.Config), 0))]))];
        return LatencyModelFit.Run(trays, new VisitPolicy(), "here", ("none", false), RandomKey.FromSeed(0), new BoostOptions { Trees = 5 }).Model;
    }

    private static double Time(KernelConfig k) => 1 + (k.Macs / 2e4) + (k.Bytes / 4e3);
}
