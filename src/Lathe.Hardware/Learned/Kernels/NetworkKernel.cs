namespace Lathe.Hardware.Learned.Kernels;

/// <summary>A kernel of an optimized graph.</summary>
/// <param name="Name">The name of its node.</param>
/// <param name="Config">What it does and its sizes.</param>
/// <param name="Source">The number of the network input it depends on; the first of them when there are several.</param>
public sealed record NetworkKernel(string Name, KernelConfig Config, int Source);
