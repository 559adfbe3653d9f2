namespace Lathe.Hardware.Measurement;

/// <summary>
/// Measures candidates against each other: each is run until its time has settled, then in rounds in which every candidate has
/// its turn, the order rotating, so that drift of the machine meets all of them alike.
/// </summary>
public sealed class LatencyMeter(TimeProvider time)
{
    private const int FewestRounds = 10;

    /// <summary>Called between rounds with how many are done and how many there are; null for nobody.</summary>
    public Action<int, int>? AfterRound { get; init; }

    /// <summary>Measures every candidate.</summary>
    /// <param name="candidates">Their names, and what runs each once.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="cancellation">Stops between turns.</param>
    /// <exception cref="InvalidInputException">An option is out of range.</exception>
    public IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, Action Run)> candidates, LatencyOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LatencyOptions();
        options.Validate();
        WarmUpResult[] warm = [.. candidates.Select(c => WarmUp(c.Run, options, cancellation))];
        (int rounds, int runsPerRound) = Effort(options, warm.Length == 0 ? 0 : warm.Max(w => w.Median));
        var runs = candidates.Select(_ => new List<double>()).ToArray();
        var medians = candidates.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < candidates.Count; k++)
            {
                int candidate = (k + round) % candidates.Count;
                double[] samples = Time(candidates[candidate].Run, runsPerRound, cancellation);
                runs[candidate].AddRange(samples);
                medians[candidate].Add(Percentile(samples, 0.5));
            }

            AfterRound?.Invoke(round + 1, rounds);
        }

        return [.. candidates.Select((c, i) => Summarize(c.Name, runs[i], medians[i], warm[i]))];
    }

    internal static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int low = (int)place;
        int high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((place - low) * (sorted[high] - sorted[low]));
    }

    /// <summary>Windows of runs until two in a row have the same median, or the window limit or the budget is reached.</summary>
    private WarmUpResult WarmUp(Action run, LatencyOptions options, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        double before = double.NaN;
        int runs = 0;
        for (int window = 0; window < options.WarmUpWindows; window++)
        {
            double first = Time(run, 1, cancellation)[0];
            int count = Math.Clamp((int)(options.BudgetMilliseconds / 20 / Math.Max(first, 1e-6)), 1, options.WarmUp);
            double median = Percentile([first, .. Time(run, count - 1, cancellation)], 0.5);
            runs += count;
            bool settled = Math.Abs(median - before) <= options.Stable * before;
            if (settled || time.GetElapsedTime(start).TotalMilliseconds > options.BudgetMilliseconds / 2)
            {
                return new WarmUpResult(median, runs, settled);
            }

            before = median;
        }

        return new WarmUpResult(before, runs, false);
    }

    private static (int Rounds, int RunsPerRound) Effort(LatencyOptions options, double slowest)
    {
        double affordable = options.BudgetMilliseconds / Math.Max(slowest, 1e-6);
        int perRound = (int)Math.Clamp(affordable / options.Rounds, 1, options.RunsPerRound);
        int rounds = (int)Math.Clamp(affordable / perRound, Math.Min(FewestRounds, options.Rounds), options.Rounds);
        return (rounds, perRound);
    }

    private double[] Time(Action run, int count, CancellationToken cancellation)
    {
        double[] samples = new double[count];
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = time.GetTimestamp();
            run();
            samples[i] = time.GetElapsedTime(start).TotalMilliseconds;
        }

        return samples;
    }

    private static LatencyResult Summarize(string name, List<double> runs, List<double> rounds, WarmUpResult warm) =>
        new(name, Percentile(runs, 0.5), Percentile(runs, 0.95), Percentile(runs, 0.99), (Percentile(runs, 0.75) - Percentile(runs, 0.25)) / 2, runs.Count, rounds)
        {
            Mean = runs.Average(),
            WarmUpRuns = warm.Runs,
            Settled = warm.Settled,
        };

    private readonly record struct WarmUpResult(double Median, int Runs, bool Settled);
}
