using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned;

/// <summary>A kernel whose time was measured.</summary>
/// <param name="Config">The kernel.</param>
/// <param name="Microseconds">The least of the visits.</param>
/// <param name="Fold">Kernels of one fold are left out together.</param>
public sealed record KernelSample(KernelConfig Config, double Microseconds, int Fold);
