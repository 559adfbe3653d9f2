using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>The predicted time of a kernel of a network.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Profiled">Its time as the profiler would say.</param>
/// <param name="Microseconds">What it adds to the network.</param>
/// <param name="Watts">Power while it runs, or null without a model of power.</param>
/// <param name="IsKnown">False when no kernel of its family was profiled: then a line in arithmetic and traffic priced it.</param>
public sealed record KernelLatency(NetworkKernel Kernel, double Profiled, Estimate Microseconds, double? Watts, bool IsKnown);
