namespace Lathe.Pipeline.Targets;

/// <summary>What one inference of a deployed network takes on the target device; figures are null where nothing tells them.</summary>
public sealed record DeviceReading
{
    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>Milliseconds.</summary>
    public TargetFigure? Latency { get; init; }

    /// <summary>Millijoules.</summary>
    public TargetFigure? Energy { get; init; }

    /// <summary>Peak bytes of activations.</summary>
    public TargetFigure? Ram { get; init; }

    /// <summary>Bytes of constants.</summary>
    public TargetFigure? Flash { get; init; }

    /// <summary>Micrograms of CO2 equivalent.</summary>
    public TargetFigure? Carbon { get; init; }

    /// <summary>What keeps the network from running there; empty where it runs.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>A figure by its name in recipes, or null.</summary>
    public TargetFigure? Of(string figure) => figure switch { "latency" => Latency, "energy" => Energy, "ram" => Ram, "flash" => Flash, "carbon" => Carbon, _ => null };
}
