namespace Lathe.Hardware.Devices;

/// <summary>The share of its peaks that a device's software reaches, 0 to 1 (Paleo's platform percent of peak).</summary>
/// <param name="Compute">Of arithmetic.</param>
/// <param name="Memory">Of bandwidth.</param>
public sealed record PercentOfPeak(Figure Compute, Figure Memory);
