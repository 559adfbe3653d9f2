namespace Lathe.Hardware.Measurement;

/// <summary>Measured latency of one candidate, in milliseconds. No sample is thrown away.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="P50">Median of all runs.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Spread">Half the distance between the quartiles, of the median.</param>
/// <param name="Runs">Runs recorded.</param>
/// <param name="Rounds">The median of each round, for paired comparison.</param>
public sealed record LatencyResult(string Name, double P50, double P95, double P99, double Spread, int Runs, IReadOnlyList<double> Rounds)
{
    /// <summary>Mean of all runs.</summary>
    public double Mean { get; init; }

    /// <summary>Runs before the first recorded one.</summary>
    public int WarmUpRuns { get; init; }

    /// <summary>True when the warm-up settled before its limit.</summary>
    public bool Settled { get; init; } = true;

    /// <summary>How the figures were had.</summary>
    public string Provenance => $"measured: {Runs} runs in {Rounds.Count} interleaved rounds after {WarmUpRuns} to warm up{(Settled ? "" : " (which did not settle)")}";
}
