namespace Lathe.Hardware.Measurement;

/// <summary>How latency is measured.</summary>
public sealed record LatencyOptions
{
    /// <summary>Rounds; every candidate is run in each, in rotating order.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>Runs of a candidate in a round; their median is the round's sample. Slow candidates get fewer, see <see cref="BudgetMilliseconds"/>.</summary>
    public int RunsPerRound { get; init; } = 10;

    /// <summary>Runs in a window of the warm-up, which ends when two windows in a row have the same median.</summary>
    public int WarmUp { get; init; } = 20;

    /// <summary>How far apart the medians of two windows may be to count as the same, as a share.</summary>
    public double Stable { get; init; } = 0.03;

    /// <summary>Windows after which the warm-up ends even when it has not settled.</summary>
    public int WarmUpWindows { get; init; } = 20;

    /// <summary>About how long one candidate may be measured, in milliseconds: runs per round, then rounds (not below 10), are cut to keep it.</summary>
    public double BudgetMilliseconds { get; init; } = 20_000;

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">The message lists every value out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        AtLeastOne(Rounds, nameof(Rounds));
        AtLeastOne(RunsPerRound, nameof(RunsPerRound));
        AtLeastOne(WarmUp, nameof(WarmUp));
        AtLeastOne(WarmUpWindows, nameof(WarmUpWindows));
        if (!(Stable is > 0 and < 1))
        {
            problems.Add($"{nameof(Stable)} is {Stable}; it is a share above 0 and below 1.");
        }

        if (!(BudgetMilliseconds > 0))
        {
            problems.Add($"{nameof(BudgetMilliseconds)} is {BudgetMilliseconds}; it must be above 0.");
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException("Latency cannot be measured like this: " + string.Join(" ", problems));
        }

        void AtLeastOne(int value, string name)
        {
            if (value < 1)
            {
                problems.Add($"{name} is {value}; it must be at least 1.");
            }
        }
    }
}
