using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Hardware;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Latency;
using Lathe.Pipeline.Profiling;

namespace Lathe.Pipeline.Remote;

/// <summary>Measures models on this machine in ONNX Runtime: interleaved latency, energy of a run, and layers where asked for.</summary>
/// <param name="time">The clock.</param>
/// <param name="say">Gets what is being done; the first call comes when every model has run once.</param>
public sealed class LocalMeasurement(TimeProvider time, Action<string> say)
{
    /// <summary>Measures.</summary>
    /// <exception cref="InvalidInputException">A setting is out of range, or a model is damaged or does not run.</exception>
    public MeasurementReport Measure(MeasurementRequest request, CancellationToken cancellation = default)
    {
        request.Settings.Validate();
        if (request.Models.Count == 0)
        {
            throw new InvalidInputException("There is no model to measure. Send at least one.");
        }

        // Read by our own importer first: it refuses what lies outside of the bytes.
        ModelGraph[] graphs = [.. request.Models.Select(m => Read(m.Name, m.Bytes))];
        if (request.Settings.Kernels)
        {
            return Kernels(request.Settings, graphs[0], cancellation);
        }

        var open = new List<PreparedRun>();
        try
        {
            for (int i = 0; i < graphs.Length; i++)
            {
                open.Add(PreparedRun.Open(request.Models[i].Bytes, graphs[i], request.Settings.Batch, request.Settings.Threads, request.Sample));
                open[i].Once();
            }

            say($"{graphs.Length} model{(graphs.Length == 1 ? " runs" : "s run")} here; warming up");
            IReadOnlyList<LatencyResult> latencies = Latencies(request, open, cancellation);
            say("measuring energy");
            var energy = new RunEnergy(time, EnergyMeters.Open(time, MachineDescription.Detect()));
            return new MeasurementReport
            {
                Machine = MachineDescription.Detect(),
                OnnxRuntime = OrtRuntime.Version,
                Latencies = latencies,
                Energies = [.. open.Select((r, i) => Energy(energy, request, i, r, cancellation))],
                Profile = request.Settings.Layers ? Layers(request, graphs[0], latencies[0], cancellation) : null,
            };
        }
        finally
        {
            open.ForEach(o => o.Dispose());
        }
    }

    private MeasurementReport Kernels(MeasurementSettings settings, ModelGraph graph, CancellationToken cancellation)
    {
        say("measuring kernels");
        using var machine = new LocalLatencyMachine(time, settings.Threads);
        Visit visit = machine.Measure("model", 0, graph, cancellation);
        return new MeasurementReport
        {
            Machine = MachineDescription.Detect(),
            OnnxRuntime = OrtRuntime.Version,
            Latencies = [],
            Energies = [],
            Visit = new AgentVisit(visit, machine.Setting, machine.Power.Basis, machine.Power.Measured, settings.Rates ? machine.Rates() : null),
        };
    }

    // Networks of a run are timed as they are on this machine: values bound once.
    private IReadOnlyList<LatencyResult> Latencies(MeasurementRequest request, List<PreparedRun> open, CancellationToken cancellation) => request is { Sample: { } sample, Settings: { Batch: 1, Threads: 1 } }
        ? new ModelLatency(time) { AfterRound = Rounds() }.Measure(request.Models, sample, request.Settings.Latency, cancellation)
        : new LatencyMeter(time) { AfterRound = Rounds() }.Measure([.. request.Models.Select((m, i) => (m.Name, (Action)open[i].Once))], request.Settings.Latency, cancellation);

    private static EnergyReading Energy(RunEnergy energy, MeasurementRequest request, int model, PreparedRun prepared, CancellationToken cancellation)
    {
        if (request is not { Sample: { } sample, Settings: { Batch: 1, Threads: 1 } })
        {
            return energy.Measure(prepared.Once, cancellation);
        }

        using var bound = new BoundRun(request.Models[model].Bytes, sample);
        return energy.Measure(bound.Once, cancellation);
    }

    private ModelProfile Layers(MeasurementRequest request, ModelGraph graph, LatencyResult whole, CancellationToken cancellation)
    {
        say("measuring layers");
        // The whole model is measured already; the profiler only has to know about how long it takes.
        var options = new ProfileOptions { Batch = request.Settings.Batch, Threads = request.Settings.Threads, Latency = new LatencyOptions { Rounds = 3, RunsPerRound = 1, WarmUp = 5, WarmUpWindows = 4 } };
        return new ModelProfiler(time).Profile(request.Models[0].Name, graph, null, options, cancellation) with { Latency = whole };
    }

    private Action<int, int> Rounds()
    {
        long last = time.GetTimestamp();
        return (done, all) =>
        {
            if (time.GetElapsedTime(last).TotalSeconds >= 0.5)
            {
                last = time.GetTimestamp();
                say($"round {done} of {all}");
            }
        };
    }

    private static ModelGraph Read(string name, byte[] bytes)
    {
        ModelGraph graph = OnnxModel.Parse(bytes);
        IReadOnlyList<Node> unsupported = OpRegistry.Unsupported(graph);
        return unsupported.Count == 0 ? graph : throw new InvalidInputException($"Model '{name}' cannot be measured: it uses {string.Join(", ", unsupported.Select(n => n.Describe()).Take(5))}, which Lathe does not know.");
    }
}
