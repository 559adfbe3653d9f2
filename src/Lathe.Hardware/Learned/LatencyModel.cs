using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>Latency and power of networks on the machine whose kernels were profiled; calibrated.</summary>
public sealed record LatencyModel
{
    /// <summary>The version of the form it is stored in.</summary>
    public const int CurrentSchema = 4;

    private const double LeastWhole = 0.1;

    /// <summary>The version of its form.</summary>
    public required int Schema { get; init; }

    /// <summary>The machine, the runtime and the threads it is about.</summary>
    public required string Setting { get; init; }

    /// <summary>What it was fitted to, in words.</summary>
    public required string Basis { get; init; }

    /// <summary>The families.</summary>
    public required IReadOnlyList<KernelRegressor> Families { get; init; }

    /// <summary>For kernels of no family: a line in arithmetic and traffic through all that was profiled.</summary>
    public required double[] Fallback { get; init; }

    /// <summary>From kernels to networks.</summary>
    public required Composition Composition { get; init; }

    /// <summary>From the intervals of kernels to those of networks, so that they hold nine left-out ones in ten.</summary>
    public required WholeInterval Interval { get; init; }

    /// <summary>Power, or null when there was no figure.</summary>
    public PowerModel? Power { get; init; }

    /// <summary>Errors on layers that were left out.</summary>
    public required IReadOnlyList<LayerError> Errors { get; init; }

    /// <summary>Predicts a network.</summary>
    public NetworkLatency Predict(IReadOnlyList<NetworkKernel> kernels)
    {
        Dictionary<string, KernelRegressor> families = Families.ToDictionary(f => f.Family);
        KernelLatency[] times = [.. kernels.Select(k => Predict(k, families.GetValueOrDefault(k.Config.Family)))];
        double whole = Math.Max(Composition.Whole(times.Select(t => t.Profiled)), LeastWhole);
        return new NetworkLatency(Interval.Of([.. times.Select(t => (t.Kernel.Config, t.Microseconds))], whole), Composition.Call, times);
    }

    private KernelLatency Predict(NetworkKernel kernel, KernelRegressor? family)
    {
        Estimate profiled = family?.Microseconds(kernel.Config) ?? Unknown(kernel.Config);
        Estimate added = Composition.Kernel(profiled);
        return new KernelLatency(kernel, profiled.Value, added, Power?.Watts(kernel.Config, profiled.Value), family is not null);
    }

    private Estimate Unknown(KernelConfig config)
    {
        double value = KernelRegressor.Beyond(Fallback, config);
        return new Estimate(value, value / 3, value * 3);
    }
}
