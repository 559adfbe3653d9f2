namespace Lathe.Pipeline.Deployment;

/// <summary>How long the search for the faster arithmetic of each layer may take.</summary>
public sealed record PlacementOptions
{
    /// <summary>Seconds of measuring in a pass over all layers.</summary>
    public double PassSeconds { get; init; } = 1.5;

    /// <summary>Passes at most; a pass changes one layer.</summary>
    public int Passes { get; init; } = 12;

    /// <summary>Seconds after which no further pass begins; every pass loads each candidate once, which takes long for deep networks.</summary>
    public double Seconds { get; init; } = 30;

    /// <summary>Candidates of the first pass, which looks for the best place to change from one arithmetic to the other.</summary>
    public int Splits { get; init; } = 24;
}
