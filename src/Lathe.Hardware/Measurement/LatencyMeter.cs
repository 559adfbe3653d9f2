namespace Lathe.Hardware.Measurement;

/// <summary>Measures candidates against each other: warm-up, then rounds in which each runs once, the order rotating.</summary>
public sealed class LatencyMeter(TimeProvider time)
{
    /// <summary>Measures every candidate.</summary>
    public IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, Action Run)> candidates, LatencyOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LatencyOptions();
        var runs = candidates.Select(_ => new List<double>()).ToArray();
        var rounds = candidates.Select(_ => new List<double>()).ToArray();
        foreach ((_, Action run) in candidates)
        {
            for (int i = 0; i < options.WarmUp; i++)
            {
                run();
            }
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            for (int k = 0; k < candidates.Count; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                int candidate = (k + round) % candidates.Count;
                var samples = new List<double>();
                for (int i = 0; i < options.RunsPerRound; i++)
                {
                    long start = time.GetTimestamp();
                    candidates[candidate].Run();
                    samples.Add(time.GetElapsedTime(start).TotalMilliseconds);
                }

                runs[candidate].AddRange(samples);
                rounds[candidate].Add(Percentile(samples, 0.5));
            }
        }

        return [.. candidates.Select((c, i) => Summarize(c.Name, runs[i], rounds[i]))];
    }

    internal static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int low = (int)place;
        int high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((place - low) * (sorted[high] - sorted[low]));
    }

    private static LatencyResult Summarize(string name, List<double> runs, List<double> rounds) => new(
        name, Percentile(runs, 0.5), Percentile(runs, 0.95), Percentile(runs, 0.99), (Percentile(runs, 0.75) - Percentile(runs, 0.25)) / 2, runs.Count, rounds);
}
