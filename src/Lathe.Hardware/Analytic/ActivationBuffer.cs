namespace Lathe.Hardware.Analytic;

/// <summary>A tensor that one kernel writes to memory and others read.</summary>
/// <param name="Name">The value's name in the graph.</param>
/// <param name="Elements">How many values it holds.</param>
public sealed record ActivationBuffer(string Name, long Elements);
