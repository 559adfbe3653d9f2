namespace Lathe.Hardware.Measurement;

/// <summary>Measured latency of one candidate, in milliseconds. No sample is thrown away.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="P50">Median of all runs.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Spread">Half the distance between the quartiles, of the median.</param>
/// <param name="Runs">Runs recorded.</param>
/// <param name="Rounds">The median of each round, for paired comparison.</param>
public sealed record LatencyResult(string Name, double P50, double P95, double P99, double Spread, int Runs, IReadOnlyList<double> Rounds);
