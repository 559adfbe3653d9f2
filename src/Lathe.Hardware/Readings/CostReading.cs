namespace Lathe.Hardware.Readings;

/// <summary>What a network costs on a device, by layer and in total.</summary>
public sealed record CostReading
{
    /// <summary>The network.</summary>
    public required string Model { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>How the figures were had.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>What they rest on, in words.</summary>
    public required string Basis { get; init; }

    /// <summary>The layers, in order.</summary>
    public required IReadOnlyList<LayerReading> Layers { get; init; }

    /// <summary>The most bytes of activations alive at once.</summary>
    public required double PeakRamBytes { get; init; }

    /// <summary>Bytes of the constants.</summary>
    public double FlashBytes => Layers.Sum(l => l.FlashBytes);

    /// <summary>Multiply-accumulates.</summary>
    public long Macs => Layers.Sum(l => l.Macs);

    /// <summary>Bytes moved.</summary>
    public double Bytes => Layers.Sum(l => l.Bytes);

    /// <summary>Seconds of the whole where they are known better than as a sum of intervals; else null.</summary>
    public Estimate? Whole { get; init; }

    /// <summary>Seconds, one layer after the other.</summary>
    public Estimate Seconds => Whole ?? Layers.Aggregate(default(Estimate), (sum, l) => sum + l.Seconds);

    /// <summary>Joules.</summary>
    public Estimate Joules => Layers.Aggregate(default(Estimate), (sum, l) => sum + l.Joules);

    /// <summary>Where the energy goes.</summary>
    public EnergyBreakdown Energy => Layers.Aggregate(default(EnergyBreakdown), (sum, l) => sum + l.Energy);

    /// <summary>Bytes per second over the whole run.</summary>
    public double Bandwidth => Bytes / Seconds.Value;

    /// <summary>The share of the peak reached, each layer weighted by its time.</summary>
    public double Utilisation => Layers.Sum(l => l.Utilisation * l.Seconds.Value) / Seconds.Value;

    /// <summary>Grams of CO2 equivalent of one run.</summary>
    public double CarbonGrams => Layers.Sum(l => l.CarbonGrams);

    /// <summary>What does not fit or run, or runs otherwise than asked, in words; empty when everything is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Those of the problems that keep the network from running there.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];
}
