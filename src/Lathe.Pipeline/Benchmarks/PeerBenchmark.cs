using System.Text.Json;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>
/// Trains the same networks here and in the peer. Every measurement is a process of its own, and they take turns, so that a busy
/// minute of the machine meets both.
/// </summary>
/// <param name="self">How to start this program, without arguments.</param>
/// <param name="peer">The peer.</param>
/// <param name="threads">Threads of both.</param>
/// <param name="allModes">
/// Also the peer's bf16 modes on a processor without bfloat16, where they emulate it and take 5 to 20 times as long as f32; else they
/// are tried where the processor has it, as ours is.
/// </param>
/// <param name="progress">Told what is being measured.</param>
public sealed class PeerBenchmark(IReadOnlyList<string> self, PeerScript peer, int threads, bool allModes, Action<string> progress)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(150);

    /// <summary>Compares one network.</summary>
    /// <param name="workload">The network.</param>
    /// <param name="steps">Steps a measurement.</param>
    /// <param name="rounds">Turns; the first one tries every mode.</param>
    /// <param name="cancellation">Ends the children.</param>
    public TrainComparison Run(TrainWorkload workload, int steps, int rounds, CancellationToken cancellation)
    {
        var ours = new List<TrainTiming>();
        var managed = new List<TrainTiming>();
        var peers = new List<TrainTiming>();
        var ratios = new List<double>();
        string? last = allModes ? null : workload.Words > 0 ? "fp32" : "channels_last-fp32";
        for (int round = 1; round <= rounds; round++)
        {
            progress($"{workload.Name}: round {round} of {rounds}");
            IReadOnlyList<TrainTiming> mine = Own(workload, steps, round == 1 ? "both" : ours.MinBy(t => t.Milliseconds)!.Mode, null, cancellation);
            managed.AddRange(Own(workload, steps, "f32", "managed", cancellation));
            IReadOnlyList<TrainTiming> theirs = peer.Run(workload.Name, threads, steps, last, s_limit, cancellation);
            ours.AddRange(mine);
            peers.AddRange(theirs);
            last = round == 1 && allModes ? theirs.MinBy(t => t.Milliseconds)!.Mode : last;
            ratios.Add(theirs.Min(t => t.Milliseconds) / mine.Min(t => t.Milliseconds));
        }

        return new TrainComparison(workload.Name, Best(ours), Best(managed), Best(peers), Best(peers.Where(p => p.Mode.Contains("fp32", StringComparison.Ordinal))), ratios.Min(), ratios.Max());
    }

    private List<TrainTiming> Own(TrainWorkload workload, int steps, string precision, string? backend, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string> { ["LATHE_THREADS"] = $"{threads}" };
        if (backend is not null)
        {
            environment["LATHE_BACKEND"] = backend;
        }

        var text = new System.Text.StringBuilder();
        string error = ChildProcess.Run([.. self, "bench", "train", "--only", workload.Name, "--steps", $"{steps}", "--precision", precision, "--json"], environment, s_limit, (line, _) => text.AppendLine(line).Length > 0, cancellation);
        return text.Length > 0 ? JsonSerializer.Deserialize<List<TrainTiming>>(text.ToString())! : throw new InvalidInputException($"The benchmark of '{workload.Name}' ended without a result: {error}");
    }

    /// <summary>The mode with the smallest median over the rounds.</summary>
    private static TrainTiming Best(IEnumerable<TrainTiming> timings) => timings.GroupBy(t => t.Mode).Select(Median).MinBy(t => t.Milliseconds)!;

    private static TrainTiming Median(IEnumerable<TrainTiming> timings)
    {
        TrainTiming[] sorted = [.. timings.OrderBy(t => t.Milliseconds)];
        return sorted[sorted.Length / 2] with { PeakBytes = sorted.Max(t => t.PeakBytes) };
    }
}
