using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Energy;

/// <summary>Energy over a span of time.</summary>
/// <param name="Joules">The energy.</param>
/// <param name="Seconds">The time.</param>
/// <param name="Provenance">Measured by a meter, or computed from power and use.</param>
/// <param name="Basis">How, in words.</param>
public sealed record EnergyReading(double Joules, double Seconds, Provenance Provenance, string Basis)
{
    /// <summary>Average power in watts.</summary>
    public double Watts => Seconds > 0 ? Joules / Seconds : 0;
}
