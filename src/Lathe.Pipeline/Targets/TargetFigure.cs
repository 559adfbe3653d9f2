using Lathe.Hardware.Readings;

namespace Lathe.Pipeline.Targets;

/// <summary>A figure of a network on a device, and how it was had.</summary>
/// <param name="Value">In the unit of its limit: ms, mJ, bytes or micrograms of CO2 equivalent.</param>
/// <param name="Provenance">How it was had.</param>
/// <param name="Basis">What it rests on, in words.</param>
public sealed record TargetFigure(double Value, Provenance Provenance, string Basis);
