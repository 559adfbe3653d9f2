using Lathe.Hardware.Readings;

namespace Lathe.Pipeline.Runs;

/// <summary>Energy that a part of a run took.</summary>
/// <param name="Name">The step, such as <c>1 train</c>, or <c>measuring</c>.</param>
/// <param name="Joules">Energy of this machine.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Provenance">Measured by counters, or estimated.</param>
/// <param name="Basis">How, in words.</param>
public sealed record EnergyPhase(string Name, double Joules, double Seconds, Provenance Provenance, string Basis);
