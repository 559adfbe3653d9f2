using System.CommandLine;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Remote;

namespace Lathe.Cli.Commands;

/// <summary><c>profile</c>: measured latency of a model, whole and per layer.</summary>
internal static class ProfileCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var batch = new Option<int>("--batch") { Description = "Samples in a run, where the model leaves it open.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads inside an operator.", DefaultValueFactory = _ => 1 };
        var top = new Option<int?>("--top") { Description = "Only the slowest layers." };
        var device = new Option<string?>("--device") { Description = $"Where to measure: this machine, or an agent's address (agent://HOST:PORT; its token in {AgentAddress.TokenVariable})." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("profile", "Measured latency in ONNX Runtime, whole and per layer, and what runs in integers. Example: lathe profile model.onnx --top 10") { model, batch, threads, top, device, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed.GetValue(model)!, parsed.GetValue(device), new ProfileOptions { Batch = parsed.GetValue(batch), Threads = parsed.GetValue(threads) }, parsed.GetValue(top), parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string path, string? device, ProfileOptions options, int? top, bool json, CancellationToken cancellation)
    {
        options.Validate();
        AgentClient? agent = AgentDevice.TryOpen(device);
        Engine.Start();
        ModelGraph graph = ModelArgument.LoadSupported(path);
        ModelProfile profile = agent is null
            ? new ModelProfiler(TimeProvider.System).Profile(path, graph, File.Exists(path) ? path : null, options, cancellation)
            : AgentDevice.Measure(agent, path, OnnxModel.ToBytes(graph), options, cancellation).Profile!;
        if (json)
        {
            Output.Json(profile);
            return ExitCodes.Done;
        }

        IEnumerable<LayerProfile> layers = top is { } count ? profile.Layers.OrderByDescending(l => l.Microseconds).Take(count) : profile.Layers;
        Output.Table(
            ["layer", "operators", "kernel", "arithmetic", "us", "median us", "share", "MACs", "GFLOP/s"],
            layers.Select(l => new[]
            {
                l.Name, string.Join(' ', l.Operators), l.Kernel, l.Arithmetic.ToString().ToLowerInvariant(), l.Microseconds.ToString("0.0"), l.MedianMicroseconds.ToString("0.#"), l.Share.ToString("P1"), l.Macs.ToString("N0"), l.Macs > 0 ? l.GigaOperationsPerSecond.ToString("0.00") : "",
            }));
        Summarize(profile, agent is null ? "" : $" at {agent.Address}");
        return ExitCodes.Done;
    }

    private static void Summarize(ModelProfile profile, string where)
    {
        Console.Out.WriteLine($"whole model: p50 {profile.Latency.P50:0.0000} ms, p95 {profile.Latency.P95:0.0000} ms, p99 {profile.Latency.P99:0.0000} ms; {profile.Latency.Provenance}; ONNX Runtime{where}, batch {profile.Batch}, {profile.Threads} thread(s).");
        Console.Out.WriteLine($"layers: {profile.LayerMicroseconds / 1000:0.0000} ms together, measured in {profile.ProfiledRuns} runs under ONNX Runtime's profiler, which costs time itself; MACs are analytic.");
        LayerProfile[] integer = [.. profile.Integer], floating = [.. profile.Float];
        if (integer.Length > 0 || profile.Layers.Any(l => l.Kernel is "QuantizeLinear" or "DequantizeLinear"))
        {
            string names = floating.Length == 0 ? "none" : string.Join(", ", floating.Select(l => $"{l.Name} ({l.Kernel})"));
            Console.Out.WriteLine($"integers: {integer.Length} of {integer.Length + floating.Length} layers with multiplications; in floating point stayed: {names}.");
        }
    }
}
