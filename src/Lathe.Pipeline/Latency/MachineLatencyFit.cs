using Lathe.Graph;
using Lathe.Hardware;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Profiles;
using Lathe.OnnxRuntime;

namespace Lathe.Pipeline.Latency;

/// <summary>Fits a latency model for this machine and checks it on networks held out.</summary>
/// <param name="time">The clock.</param>
/// <param name="threads">Threads inside an operator.</param>
public sealed class MachineLatencyFit(TimeProvider time, int threads)
{
    // Networks are few, and each stands alone in the table.
    private const int MorePasses = 2;

    /// <summary>Told what goes on, one line at a time.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>What a model fitted here is about: it serves no other processor, runtime or number of threads.</summary>
    public static string Setting(int threads)
    {
        MachineDescription machine = MachineDescription.Detect();
        return $"{machine.Cpu} ({string.Join(' ', machine.Instructions)}), ONNX Runtime {OrtRuntime.Version}, {threads} thread(s)".Replace('\t', ' ');
    }

    /// <summary>Profiles what is missing in the logs, fits, stores the model, measures the held-out networks and compares.</summary>
    /// <param name="path">The file of the model; the logs stand beside it.</param>
    /// <param name="networks">How many networks are held out.</param>
    /// <param name="options">How layers are profiled.</param>
    /// <param name="cancellation">Stops between runs; what was measured is kept.</param>
    public LatencyFitReport Run(string path, int networks, LatencyFitOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        IReadOnlyList<(string Name, Func<ModelGraph> Build)> held = networks == 0 ? [] : HeldOutZoo.Take(networks);
        string setting = Setting(threads), stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        var layers = ProfileLog.Open(stem + ".layers.tsv", setting);
        var whole = ProfileLog.Open(stem + ".networks.tsv", setting);
        RaplMeter? rapl = RaplMeter.Open(time);
        using var meter = new RuntimeLayerMeter(time, threads, rapl ?? (IEnergyMeter)Estimated());
        var fitting = new LatencyFitting(meter, layers, options, time)
        {
            Setting = setting,
            Power = rapl is null ? ("utilisation x TDP of an unknown processor (no energy counter could be read): an estimate", false) : ($"RAPL counters {string.Join(", ", rapl.Zones.Select(z => z.Name))}", true),
            Progress = (tray, trays, round, pass) => Progress?.Invoke($"layers: round {round + 1} of {options.Rounds}, pass {pass + 1} of {options.Passes}, tray {tray} of {trays}"),
        };
        LatencyModelFit fit = fitting.Run(cancellation);
        LatencyModelFile.Write(fit.Model, path);
        HeldOutNetwork[] measured = Measure(held, whole, meter, options, cancellation);
        return HeldOutReport.Of(fit, measured, whole.Visits.Count > 0 ? VisitPolicy.Quiet(whole.Visits) / VisitPolicy.Quiet(layers.Visits) : 1);
    }

    private UtilisationMeter Estimated() => new(ProcessorPower.Unknown(Environment.ProcessorCount).Value, Environment.ProcessorCount, time, () => Environment.CpuUsage.TotalTime);

    private HeldOutNetwork[] Measure(IReadOnlyList<(string Name, Func<ModelGraph> Build)> held, ProfileLog log, RuntimeLayerMeter meter, LatencyFitOptions options, CancellationToken cancellation)
    {
        int passes = options.Passes + MorePasses;
        for (int pass = 0; pass < passes; pass++)
        {
            for (int i = 0; i < held.Count; i++)
            {
                (string name, Func<ModelGraph> build) = held[(i + pass) % held.Count];
                if (!log.Has(name, pass))
                {
                    Progress?.Invoke($"networks: pass {pass + 1} of {passes}, {i + 1} of {held.Count}, {name}");
                    log.Append(meter.Measure(name, pass, build(), cancellation), []);
                }
            }
        }

        Dictionary<string, SubjectProfile> profiles = options.Policy.Summarize(log.Visits).ToDictionary(p => p.Subject);
        Paleo? paleo = held.Count > 0 ? Paleo.Of(ThisMachine.Detect(measured: MachineMeter.Measure(time, threads))) : null;
        return [.. held.Select(h => Held(h.Name, h.Build(), profiles[h.Name], paleo!))];
    }

    private HeldOutNetwork Held(string name, ModelGraph graph, SubjectProfile profile, Paleo paleo)
    {
        var network = OptimizedNetwork.Of(graph, threads);
        Workload plain = Workload.Of(network.Network, network.Cost, FusionRules.Of("none"));
        return new HeldOutNetwork(name, network.Kernels, profile, network.Cost.Total.Macs, paleo.Milliseconds(plain));
    }
}
