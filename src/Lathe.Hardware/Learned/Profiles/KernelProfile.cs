using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>What a kernel took over the visits that count.</summary>
/// <param name="Layer">The number of the layer it belongs to.</param>
/// <param name="Config">The kernel.</param>
/// <param name="Microseconds">Median of the visits.</param>
/// <param name="Spread">Half of the distance between the fastest and the slowest visit.</param>
public sealed record KernelProfile(int Layer, KernelConfig Config, double Microseconds, double Spread);
