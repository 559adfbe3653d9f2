using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Profiling;

namespace Lathe.Pipeline.Latency;

/// <summary>Puts the times of a fitted model in the place of the analytic ones.</summary>
public static class CalibratedCost
{
    /// <summary>The reading with calibrated times, and with calibrated energy where power was measured; memory stays as it was counted.</summary>
    /// <param name="reading">The analytic reading, at batch 1 in 32 bits.</param>
    /// <param name="workload">The kernels it priced.</param>
    /// <param name="graph">The network.</param>
    /// <param name="model">The fitted model.</param>
    public static CostReading Of(CostReading reading, Workload workload, ModelGraph graph, LatencyModel model)
    {
        var network = OptimizedNetwork.Of(graph);
        NetworkLatency latency = network.Predict(model);
        ILookup<int, KernelLatency> owned = Owned(workload, network, latency);
        LayerReading[] layers = [.. reading.Layers.Select((l, i) => Timed(l, [.. owned[i]], model.Power)), Own(latency, [.. owned[-1]], model.Power)];
        string[] unknown = [.. latency.Unknown];
        return reading with
        {
            Provenance = Provenance.Calibrated,
            Basis = $"time fitted to {model.Basis}; interval of nine in ten; energy {(model.Power is { Measured: true } p ? $"fitted to {p.Basis}" : "and memory analytic: " + reading.Basis)}",
            Layers = layers,
            Whole = latency.Microseconds * 1e-6,
            Problems = unknown.Length == 0 ? reading.Problems : [.. reading.Problems, $"no kernel of {string.Join(", ", unknown)} was profiled; their time is a line in arithmetic and traffic."],
        };
    }

    // A kernel belongs to the layer of the first node it stands for that is in one; reorders and views belong to none.
    private static ILookup<int, KernelLatency> Owned(Workload workload, OptimizedNetwork network, NetworkLatency latency)
    {
        Dictionary<string, int> layers = workload.Kernels.SelectMany((k, i) => k.Nodes.Select(n => (n, i))).ToDictionary(p => p.n, p => p.i);
        IReadOnlyDictionary<string, IReadOnlyList<Node>> stands = FusedNodeMap.Of(network.Network, network.Optimized);
        return latency.Kernels.ToLookup(k => stands.GetValueOrDefault(k.Kernel.Name)?.Select(n => layers.GetValueOrDefault(n.Name, -1)).FirstOrDefault(i => i >= 0, -1) ?? -1);
    }

    private static LayerReading Timed(LayerReading layer, KernelLatency[] kernels, PowerModel? power)
    {
        Estimate seconds = Sum(kernels) * 1e-6;
        double faster = seconds.Value > 0 ? layer.Seconds.Value / seconds.Value : 0;
        LayerReading timed = layer with { Seconds = seconds, Utilisation = layer.Utilisation * faster };
        return power is { Measured: true } ? timed with { Joules = Joules(kernels), CarbonGrams = layer.Joules.Value > 0 ? layer.CarbonGrams * Joules(kernels).Value / layer.Joules.Value : 0 } : timed;
    }

    private static LayerReading Own(NetworkLatency latency, KernelLatency[] kernels, PowerModel? power) => new()
    {
        Name = "(runtime)",
        Operators = string.Join("+", kernels.Select(k => k.Kernel.Config.Operator).Distinct().Order(StringComparer.Ordinal).Prepend("call")),
        Macs = 0,
        PaddedMacs = 0,
        Bytes = kernels.Sum(k => (double)k.Kernel.Config.Bytes),
        Seconds = (Sum(kernels) + Estimate.Exact(latency.CallMicroseconds)) * 1e-6,
        Joules = power is { Measured: true } ? Joules(kernels) : default,
        Energy = default,
        RamBytes = 0,
        FlashBytes = 0,
        Bound = Bound.Launch,
        Utilisation = 0,
        CarbonGrams = 0,
    };

    private static Estimate Sum(KernelLatency[] kernels) => kernels.Aggregate(default(Estimate), (sum, k) => sum + k.Microseconds);

    private static Estimate Joules(KernelLatency[] kernels) => kernels.Aggregate(default(Estimate), (sum, k) => sum + (k.Microseconds * ((k.Watts ?? 0) * 1e-6)));
}
