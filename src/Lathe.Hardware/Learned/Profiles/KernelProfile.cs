using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>What a kernel took.</summary>
/// <param name="Layer">The number of the layer it belongs to.</param>
/// <param name="Config">The kernel.</param>
/// <param name="Microseconds">The least of the visits.</param>
/// <param name="Spread">How far above the least the lower quartile of the visits lies.</param>
public sealed record KernelProfile(int Layer, KernelConfig Config, double Microseconds, double Spread);
