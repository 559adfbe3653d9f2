using System.CommandLine;
using Lathe.Pipeline.Benchmarks;
using Lathe.Tensors;

namespace Lathe.Cli.Commands;

/// <summary><c>bench train</c>: whole training steps, ours and the peer's.</summary>
internal static class BenchTrainCommand
{
    private static readonly Option<string?> s_only = new("--only") { Description = "One workload." };
    private static readonly Option<int> s_steps = new("--steps") { Description = "Steps timed.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> s_rounds = new("--rounds") { Description = "Turns with the peer.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string> s_precision = new("--precision") { Description = "f32, bf16 or both; both tries bf16 only where the processor has it.", DefaultValueFactory = _ => "both" };
    private static readonly Option<bool> s_peer = new("--peer") { Description = "Compare with PyTorch, process by process in turns." };
    private static readonly Option<bool> s_allModes = new("--all-modes") { Description = "The peer's bf16 modes too where the processor has no bfloat16 (slow)." };
    private static readonly Option<string?> s_script = new("--script") { Description = "The peer's script; found beside the shared data when absent." };
    private static readonly Option<bool> s_json = new("--json") { Description = "One JSON document on standard output." };

    public static Command Create()
    {
        s_precision.AcceptOnlyFromAmong("f32", "bf16", "both");
        var command = new Command("train", "Time whole training steps (forward, loss, backward, SGD) of seven networks. Example: lathe bench train --only resnet8 --peer") { s_only, s_steps, s_rounds, s_precision, s_peer, s_allModes, s_script, s_json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? only = parsed.GetValue(s_only);
        TrainWorkload[] workloads = [.. TrainWorkloads.All.Where(w => only is null || w.Name == only)];
        if (workloads.Length == 0)
        {
            throw new InvalidInputException($"There is no workload '{only}'. Known are {string.Join(", ", TrainWorkloads.All.Select(w => w.Name))}.");
        }

        Console.Error.WriteLine(Engine.Start());
        int steps = Math.Max(1, parsed.GetValue(s_steps));
        if (parsed.GetValue(s_peer))
        {
            return Compare(workloads, steps, Math.Max(1, parsed.GetValue(s_rounds)), parsed.GetValue(s_script), parsed.GetValue(s_allModes), parsed.GetValue(s_json), cancellation);
        }

        var benchmark = new TrainBenchmark(TimeProvider.System);
        DType[] formats = parsed.GetValue(s_precision) switch
        {
            "bf16" => [DType.BFloat16],
            "both" when ComputeBackend.Current.HasNativeBFloat16 => [DType.Float32, DType.BFloat16],
            _ => [DType.Float32],
        };
        TrainTiming[] rows = [.. workloads.SelectMany(w => formats.Select(f => benchmark.Run(w, f, steps, cancellation)))];
        if (parsed.GetValue(s_json))
        {
            Output.Json(rows);
        }
        else
        {
            Output.Table(["workload", "backend", "format", "batch", "ms a step", "spread", "samples/s", "peak memory"], rows.Select(r => new[]
            {
                r.Workload, r.Engine, r.Mode, $"{r.Batch}", $"{r.Milliseconds:0.00}", $"{r.Spread:P0}", $"{r.ItemsPerSecond:N0}", $"{r.PeakBytes >> 20} MB",
            }));
        }

        return ExitCodes.Done;
    }

    private static int Compare(TrainWorkload[] workloads, int steps, int rounds, string? script, bool allModes, bool json, CancellationToken cancellation)
    {
        var peer = new PeerScript(script);
        string described = peer.Describe();
        var benchmark = new PeerBenchmark(Self(), peer, ComputeBackend.Current.Threads.Count, allModes || ComputeBackend.Current.HasNativeBFloat16, Console.Error.WriteLine);
        TrainComparison[] rows = [.. workloads.Select(w => benchmark.Run(w, steps, rounds, cancellation))];
        double mean = TrainComparison.GeometricMean(rows.Select(r => r.Ratio)), managed = TrainComparison.GeometricMean(rows.Select(r => r.ManagedRatio));
        if (json)
        {
            Output.Json(new { peer = described, rows, geometricMean = mean, managedGeometricMean = managed });
            return ExitCodes.Done;
        }

        Output.Table(["workload", "ours", "managed f32", "peer's best", "ratio", "lowest-highest", "managed ratio", "memory ours / peer"], rows.Select(r => new[]
        {
            r.Workload, $"{r.Ours.Milliseconds:0.00} ms ({r.Ours.Mode})", $"{r.Managed.Milliseconds:0.00} ms", $"{r.Peer.Milliseconds:0.00} ms ({r.Peer.Mode})",
            $"{r.Ratio:0.00}x", $"{r.Low:0.00}-{r.High:0.00}", $"{r.ManagedRatio:0.00}x", $"{r.Ours.PeakBytes >> 20} / {r.Peer.PeakBytes >> 20} MB",
        }));
        Console.Out.WriteLine($"geometric mean {mean:0.00}x of {described}, lowest {rows.Min(r => r.Ratio):0.00}x; managed kernels {managed:0.00}x, lowest {rows.Min(r => r.ManagedRatio):0.00}x; medians of {rounds} rounds of {steps} steps.");
        return ExitCodes.Done;
    }

    /// <summary>How this program was started: by itself, or as a library of dotnet.</summary>
    private static string[] Self()
    {
        string program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "lathe.dll")] : [program];
    }
}
