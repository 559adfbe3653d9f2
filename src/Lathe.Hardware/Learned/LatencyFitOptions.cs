using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned;

/// <summary>How layers are profiled and models fitted.</summary>
public sealed record LatencyFitOptions
{
    /// <summary>Layers to profile.</summary>
    public int Layers { get; init; } = 3000;

    /// <summary>Rounds; each but the first draws half of its layers around those predicted badly so far.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Layers that run in one session.</summary>
    public int TrayLayers { get; init; } = 10;

    /// <summary>The share of the layers that run in chains, in which data passes on as in a network; 0 to 1.</summary>
    public double ChainShare { get; init; } = 0.5;

    /// <summary>Visits of a tray, one in each pass over the round.</summary>
    public int Passes { get; init; } = 12;

    /// <summary>Profiling ends after these minutes, whatever was reached; 0 for no limit.</summary>
    public double Minutes { get; init; }

    /// <summary>Layers predicted with a larger error than this are drawn around again.</summary>
    public double HardError { get; init; } = 0.1;

    /// <summary>Which visits count.</summary>
    public VisitPolicy Policy { get; init; } = new();

    /// <summary>How trees are boosted.</summary>
    public BoostOptions Boost { get; init; } = new();

    /// <summary>Randomness of layers and trees.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">The message lists every value out of range.</exception>
    public void Validate()
    {
        (string Name, int Value)[] counts = [(nameof(Layers), Layers), (nameof(Rounds), Rounds), (nameof(TrayLayers), TrayLayers), (nameof(Passes), Passes)];
        List<string> problems = [.. counts.Where(c => c.Value < 1).Select(c => $"{c.Name} is {c.Value}; it must be at least 1.")];
        if (!(ChainShare is >= 0 and <= 1))
        {
            problems.Add($"{nameof(ChainShare)} is {ChainShare}; it must be 0 to 1.");
        }

        if (!(Minutes >= 0))
        {
            problems.Add($"{nameof(Minutes)} is {Minutes}; it must be 0 (no limit) or more.");
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException("Latency cannot be fitted like this: " + string.Join(" ", problems));
        }
    }
}
