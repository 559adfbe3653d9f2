using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>A kernel and its time in one visit.</summary>
/// <param name="Layer">The number of the layer it belongs to.</param>
/// <param name="Config">The kernel.</param>
/// <param name="Microseconds">Lower quartile of the visit's runs, by the runtime's profiler.</param>
public sealed record KernelTiming(int Layer, KernelConfig Config, double Microseconds);
