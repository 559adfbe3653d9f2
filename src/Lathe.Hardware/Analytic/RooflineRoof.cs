namespace Lathe.Hardware.Analytic;

/// <summary>A limit of a device: a peak of arithmetic, or the bandwidth of a memory.</summary>
/// <param name="Name">What it is, such as <c>i8 matrix</c> or <c>dram</c>.</param>
/// <param name="PerSecond">Operations or bytes a second.</param>
/// <param name="ReachedPerSecond">What software reaches of it.</param>
public sealed record RooflineRoof(string Name, double PerSecond, double ReachedPerSecond);
