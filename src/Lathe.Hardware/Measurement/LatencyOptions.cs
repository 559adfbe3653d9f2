namespace Lathe.Hardware.Measurement;

/// <summary>How latency is measured.</summary>
public sealed record LatencyOptions
{
    /// <summary>Rounds; every candidate is run in each, in rotating order.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>Runs of a candidate in a round; their median is the round's sample.</summary>
    public int RunsPerRound { get; init; } = 10;

    /// <summary>Runs before anything is recorded.</summary>
    public int WarmUp { get; init; } = 20;
}
