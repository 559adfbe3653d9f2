using System.CommandLine;
using Lathe.Hardware.Learned;
using Lathe.Pipeline.Latency;
using Lathe.Pipeline.Remote;

namespace Lathe.Cli.Commands;

/// <summary><c>fit-latency</c>: a model of this machine's latency from layers profiled here, checked on networks held out.</summary>
internal static class FitLatencyCommand
{
    public static Command Create()
    {
        var layers = new Option<int>("--layers") { Description = "Layers to profile.", DefaultValueFactory = _ => new LatencyFitOptions().Layers };
        var networks = new Option<int>("--networks") { Description = $"Held-out zoo networks to measure, at most {HeldOutZoo.Count}; 0 for none.", DefaultValueFactory = _ => 20 };
        var minutes = new Option<double>("--minutes") { Description = "Profiling ends after these minutes, whatever was reached; 0 for no limit." };
        var passes = new Option<int>("--passes") { Description = "Visits of every layer, spread over the time of a round, and of every network; the least counts.", DefaultValueFactory = _ => new LatencyFitOptions().Passes };
        var threads = new Option<int>("--threads") { Description = "Threads inside an operator; cost uses a model of one.", DefaultValueFactory = _ => 1 };
        var resume = new Option<bool>("--resume") { Description = "Go on with the profiles beside the model file; without it they must not exist." };
        var file = new Option<string?>("--out") { Description = "The model file (.json); this machine's own place unless given." };
        var device = new Option<string?>("--device") { Description = $"An agent's address (agent://HOST:PORT; its token in {AgentAddress.TokenVariable}) to fit its machine; this-machine unless given." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("fit-latency", "Profile layers in ONNX Runtime here or on an agent's machine, fit a latency model, check it on held-out networks. Leave the machine alone meanwhile. Example: lathe fit-latency --layers 3000 --networks 20") { layers, networks, minutes, passes, threads, resume, device, file, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                new LatencyFitOptions { Layers = parsed.GetValue(layers), Minutes = parsed.GetValue(minutes), Passes = parsed.GetValue(passes) },
                parsed.GetValue(networks),
                parsed.GetValue(threads),
                parsed.GetValue(resume),
                AgentDevice.TryOpen(parsed.GetValue(device)),
                parsed.GetValue(file),
                parsed.GetValue(json),
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static int Run(LatencyFitOptions options, int networks, int threads, bool resume, AgentClient? agent, string? given, bool json, CancellationToken cancellation)
    {
        string file = given ?? (agent is null ? LatencyModels.ThisMachine : LatencyModels.Of(agent.Address));
        string profiles = Path.ChangeExtension(file, null) + ".layers.tsv";
        string? problem = networks < 0 || networks > HeldOutZoo.Count ? $"--networks is {networks}; it must be 0 to {HeldOutZoo.Count}."
            : threads < 1 ? $"--threads is {threads}; it must be at least 1."
            : !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? $"--out is '{file}'; the model is a .json file."
            : !resume && File.Exists(profiles) ? $"There are profiles already in '{profiles}'. Give --resume to go on with them, or move them away."
            : null;
        if (problem is not null)
        {
            throw new InvalidInputException(problem);
        }

        options.Validate();
        Engine.Start();
        LatencyFitReport report = new MachineLatencyFit(TimeProvider.System, threads) { Agent = agent, Progress = line => Console.Error.WriteLine(line) }.Run(file, networks, options, cancellation);
        if (json)
        {
            Output.Json(report);
        }
        else
        {
            Print(report, file, agent is not null);
        }

        return networks == 0 || report.MeetsTarget ? ExitCodes.Done : ExitCodes.TargetMissed;
    }

    private static void Print(LatencyFitReport r, string file, bool isRemote)
    {
        Output.Table(["network", "measured ms", "spread", "usual ms", "predicted ms", "low", "high", "error", "inside", "FLOPs ms", "Paleo ms", "mJ", "kernels seen"], r.Networks.Select(n => new[]
        {
            n.Network, $"{n.Measured:0.0000}", $"{n.Spread:0.0000}", $"{n.Usual:0.0000}", $"{n.Predicted.Value:0.0000}", $"{n.Predicted.Low:0.0000}", $"{n.Predicted.High:0.0000}", $"{n.Error:+0.0%;-0.0%}", n.IsInside ? "yes" : "no",
            $"{n.Flops:0.0000}", $"{n.Paleo:0.0000}", n.Millijoules is { } mJ ? $"{mJ:0.###}" : "-", $"{n.Seen}/{n.Kernels}",
        }));
        Output.Table(["held-out networks", "MAPE", "RMSPE", "within 10 %", "rank correlation"], new (string Name, ErrorSummary Error)[] { ("learned", r.Learned), ("FLOPs", r.Flops), ("Paleo", r.Paleo) }.Select(e => new[] { e.Name, $"{e.Error.Mape:P2}", $"{e.Error.Rmspe:P2}", $"{e.Error.WithinTenPercent:P0}", $"{e.Error.RankCorrelation:0.000}" }));
        Layers("layers left out", r.LeftOutLayers);
        Layers("layers of the networks", r.NetworkLayers);
        Console.Out.WriteLine($"calibrated: {r.Basis}; {r.Setting}; {r.Visits} visits, {r.Disturbed} of them while the machine was busy; {r.InsideInterval:P0} of the networks inside their interval of nine in ten.");
        Console.Out.WriteLine($"machine: the yardstick took {r.Drift:P1} of its time during the layers while the networks were measured.");
        Console.Out.WriteLine(r.Power is { } p ? $"power: {p.Basis}; left-out error {p.Error.Mape:P1}." : "power: no figure.");
        foreach (NetworkResult n in r.Networks.Where(n => n.Unknown.Count > 0))
        {
            Console.Out.WriteLine($"{n.Network}: no kernel of {string.Join(", ", n.Unknown)} was profiled; their time is a line in arithmetic and traffic.");
        }

        Console.Out.WriteLine(isRemote ? $"model: {file}; on that machine it serves cost --device this-machine as {Path.GetFileName(LatencyModels.ThisMachine)} in {LatencyModels.FolderVariable}." : $"model: {file}; cost --device this-machine uses the one in {LatencyModels.ThisMachine}.");
    }

    private static void Layers(string title, IReadOnlyList<LayerError> errors) => Output.Table([title, "count", "RMSPE polynomial", "RMSPE trees", "RMSPE used", "NeuralPower published", "within 10 %", $"of {LayerError.LargeMicroseconds:0} us and more", "RMSPE used there"], errors.Select(e => new[]
    {
        e.Type, $"{e.Used.Count}", $"{e.Polynomial.Rmspe:P2}", $"{e.Trees.Rmspe:P2}", $"{e.Used.Rmspe:P2}", e.Published is { } published ? $"{published:P2}" : "-", $"{e.Used.WithinTenPercent:P0}", $"{e.Large.Count}", $"{e.Large.Rmspe:P2}",
    }));
}
