namespace Lathe.Hardware.Readings;

/// <summary>What one layer (kernel) costs on a device.</summary>
public sealed record LayerReading
{
    /// <summary>The layer.</summary>
    public required string Name { get; init; }

    /// <summary>Its operators.</summary>
    public required string Operators { get; init; }

    /// <summary>Multiply-accumulates.</summary>
    public required long Macs { get; init; }

    /// <summary>Multiply-accumulates that whole tiles make of them.</summary>
    public required long PaddedMacs { get; init; }

    /// <summary>Bytes of activations and weights moved.</summary>
    public required double Bytes { get; init; }

    /// <summary>Seconds.</summary>
    public required Estimate Seconds { get; init; }

    /// <summary>Joules.</summary>
    public required Estimate Joules { get; init; }

    /// <summary>Where the energy goes.</summary>
    public required EnergyBreakdown Energy { get; init; }

    /// <summary>Bytes of activations alive while it runs.</summary>
    public required double RamBytes { get; init; }

    /// <summary>Bytes of its constants.</summary>
    public required double FlashBytes { get; init; }

    /// <summary>What it waits for.</summary>
    public required Bound Bound { get; init; }

    /// <summary>Bytes per second.</summary>
    public double Bandwidth => Bytes / Seconds.Value;

    /// <summary>The share of the peak that its arithmetic reaches, 0 to 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Grams of CO2 equivalent of one run.</summary>
    public required double CarbonGrams { get; init; }
}
