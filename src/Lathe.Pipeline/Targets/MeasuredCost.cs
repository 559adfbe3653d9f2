using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Memory;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>A measured network as a cost reading: time and energy as measured, work and memory as counted, nothing modelled.</summary>
public static class MeasuredCost
{
    /// <summary>Joins what was measured with what is counted.</summary>
    /// <param name="workload">The network as ONNX Runtime groups it.</param>
    /// <param name="report">Its measurement, layers included.</param>
    /// <param name="where">Where it was measured.</param>
    /// <param name="carbon">Whose electricity it took.</param>
    public static CostReading Of(Workload workload, MeasurementReport report, string where, CarbonIntensity carbon)
    {
        ModelProfile profile = report.Profile ?? throw new InvalidOperationException("The layers were not measured.");
        LatencyResult latency = report.Latencies[0];
        EnergyReading energy = report.Energies[0];
        double[] live = [.. MemoryProblem.Of(workload, 32).LiveBytes()];
        var kernels = workload.Kernels.Select((kernel, i) => (kernel, live: live[i])).ToDictionary(k => k.kernel.Name);
        // The profiler costs time itself: layers share the time measured without it.
        LayerReading[] layers = [.. profile.Layers.Select(layer => Layer(layer, kernels.TryGetValue(layer.Name, out var k) && layer.Operators.Count > 0 ? k : null, workload, latency, energy, carbon))];
        return new CostReading
        {
            Model = workload.Name,
            Device = where,
            Provenance = Provenance.Measured,
            Basis = $"{latency.Runs} runs in {latency.Rounds.Count} rounds after {latency.WarmUpRuns} to warm up, {report.Machine.Cpu}, ONNX Runtime {report.OnnxRuntime}, low: the fastest round, high: the 95th percentile of the runs; layers by their share under the profiler; energy {energy.Provenance.ToString().ToLowerInvariant()}: {energy.Basis}; MACs, bytes and memory are counted",
            Layers = layers,
            PeakRamBytes = live.DefaultIfEmpty().Max(),
            Problems = [],
        };
    }

    private static LayerReading Layer(LayerProfile layer, (Kernel Kernel, double Live)? known, Workload workload, LatencyResult latency, EnergyReading energy, CarbonIntensity carbon)
    {
        double low = latency.Rounds.Count > 0 ? latency.Rounds.Min() : latency.P50, joules = energy.Joules * layer.Share;
        return new LayerReading
        {
            Name = layer.Name,
            Operators = layer.Operators.Count > 0 ? string.Join('+', layer.Operators) : layer.Kernel,
            Macs = layer.Macs,
            PaddedMacs = layer.Macs,
            Bytes = layer.ParameterBytes + (known is { } k ? workload.ActivationElements(k.Kernel) * sizeof(float) : 0),
            Seconds = new Estimate(latency.P50, low, latency.P95) * (layer.Share / 1e3),
            Joules = Estimate.Exact(joules),
            Energy = default,
            RamBytes = known?.Live ?? 0,
            FlashBytes = layer.ParameterBytes,
            Bound = Bound.Unknown,
            Utilisation = double.NaN,
            CarbonGrams = carbon.Grams(joules),
        };
    }
}
