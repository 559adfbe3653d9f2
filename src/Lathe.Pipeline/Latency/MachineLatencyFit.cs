using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Latency;

/// <summary>Fits a latency model for this machine, or for an agent's, and checks it on networks held out.</summary>
/// <param name="time">The clock.</param>
/// <param name="threads">Threads inside an operator.</param>
public sealed class MachineLatencyFit(TimeProvider time, int threads)
{
    /// <summary>The agent whose machine is fitted; null for this machine.</summary>
    public AgentClient? Agent { get; init; }

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
        using ILatencyMachine machine = Agent is null ? new LocalLatencyMachine(time, threads) : new AgentLatencyMachine(Agent, threads, cancellation);
        string setting = machine.Setting, stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        var layers = ProfileLog.Open(stem + ".layers.tsv", setting);
        var whole = ProfileLog.Open(stem + ".networks.tsv", setting);
        var fitting = new LatencyFitting(machine, layers, options, time)
        {
            Setting = setting,
            Power = machine.Power,
            BetweenPasses = passes => Visit(held, passes / options.Rounds, whole, machine, options, cancellation),
            Progress = (tray, trays, round, pass) => Progress?.Invoke($"layers: round {round + 1} of {options.Rounds}, pass {pass + 1} of {options.Passes}, tray {tray} of {trays}"),
        };
        LatencyModelFit fit = fitting.Run(cancellation);
        LatencyModelFile.Write(fit.Model, path);
        HeldOutNetwork[] measured = Measure(held, whole, machine, options, cancellation);
        return HeldOutReport.Of(fit, measured, whole.Visits.Count > 0 ? VisitPolicy.Quiet(whole.Visits) / VisitPolicy.Quiet(layers.Visits) : 1);
    }

    private HeldOutNetwork[] Measure(IReadOnlyList<(string Name, Func<ModelGraph> Build)> held, ProfileLog log, ILatencyMachine machine, LatencyFitOptions options, CancellationToken cancellation)
    {
        Visit(held, options.Passes, log, machine, options, cancellation);
        Dictionary<string, SubjectProfile> profiles = options.Policy.Summarize(log.Visits).ToDictionary(p => p.Subject);
        Paleo? paleo = held.Count > 0 ? machine.Paleo() : null;
        return [.. held.Select(h => Held(h.Name, h.Build(), profiles[h.Name], paleo!))];
    }

    // As many visits as layers have, spread over the same time: the least of more, or of a quieter hour, would be less.
    private void Visit(IReadOnlyList<(string Name, Func<ModelGraph> Build)> held, int until, ProfileLog log, ILatencyMachine machine, LatencyFitOptions options, CancellationToken cancellation)
    {
        for (int pass = 0; pass < until; pass++)
        {
            for (int i = 0; i < held.Count; i++)
            {
                (string name, Func<ModelGraph> build) = held[(i + pass) % held.Count];
                if (!log.Has(name, pass))
                {
                    Progress?.Invoke($"networks: pass {pass + 1} of {options.Passes}, {i + 1} of {held.Count}, {name}");
                    log.Append(machine.Measure(name, pass, build(), cancellation), LayerTray.None);
                }
            }
        }
    }

    // Here the kernels are those of a network that was never run; an agent's machine makes its own of it, which the visit tells.
    private HeldOutNetwork Held(string name, ModelGraph graph, SubjectProfile profile, Paleo paleo)
    {
        ModelGraph network = OptimizedNetwork.AtBatchOne(graph);
        var cost = GraphCost.Of(network);
        IReadOnlyList<NetworkKernel> kernels = Agent is null ? OptimizedNetwork.Of(graph, threads).Kernels : [.. profile.Kernels.Select((k, i) => new NetworkKernel($"kernel{i}", k.Config, k.Layer))];
        return new HeldOutNetwork(name, kernels, profile, cost.Total.Macs, paleo.Milliseconds(Workload.Of(network, cost, FusionRules.Of("none"))));
    }
}
