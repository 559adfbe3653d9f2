using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>The predicted time of a network.</summary>
/// <param name="Microseconds">The whole, with the interval it is expected in nine times in ten.</param>
/// <param name="CallMicroseconds">The part of the call itself.</param>
/// <param name="Kernels">The kernels, in order.</param>
public sealed record NetworkLatency(Estimate Microseconds, double CallMicroseconds, IReadOnlyList<KernelLatency> Kernels)
{
    /// <summary>Operators of which no kernel was profiled.</summary>
    public IReadOnlyList<string> Unknown => [.. Kernels.Where(k => !k.IsKnown).Select(k => k.Kernel.Config.Operator).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Joules of one run, or null without a model of power.</summary>
    public double? Joules => Kernels.Count == 0 || Kernels.Any(k => k.Watts is null) ? null : Kernels.Sum(k => k.Watts!.Value * k.Microseconds.Value * 1e-6);
}
