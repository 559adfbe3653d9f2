using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>A layer under the roofs.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Operators">Its operators.</param>
/// <param name="Intensity">Operations a byte, a multiply-accumulate being two; 0 for layers without products.</param>
/// <param name="OperationsPerSecond">Operations a second that its time comes to.</param>
/// <param name="Microseconds">Its time.</param>
/// <param name="Share">Of the network's time, 0 to 1.</param>
/// <param name="Bound">What it waits for.</param>
public sealed record RooflineMark(string Name, string Operators, double Intensity, double OperationsPerSecond, double Microseconds, double Share, Bound Bound);
