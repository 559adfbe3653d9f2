using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>Latency and power of networks on the machine whose kernels were profiled; calibrated.</summary>
public sealed record LatencyModel
{
    /// <summary>The version of the form it is stored in.</summary>
    public const int CurrentSchema = 1;

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

    /// <summary>Half the width of the interval of a whole, as a share, beyond the errors of its kernels.</summary>
    public required double WholeSpread { get; init; }

    /// <summary>Power, or null when there was no figure.</summary>
    public PowerModel? Power { get; init; }

    /// <summary>Errors on layers that were left out.</summary>
    public required IReadOnlyList<LayerError> Errors { get; init; }

    /// <summary>Predicts a network.</summary>
    public NetworkLatency Predict(IReadOnlyList<NetworkKernel> kernels)
    {
        Dictionary<string, KernelRegressor> families = Families.ToDictionary(f => f.Family);
        KernelLatency[] times = [.. kernels.Select(k => Predict(k, families.GetValueOrDefault(k.Config.Family)))];
        double whole = Math.Max(Composition.Whole(times.Length, times.Sum(t => t.Profiled)), 0.1);
        // The same kernel several times is wrong several times the same way; different ones are wrong each on its own.
        (double low, double high) = (0, 0);
        foreach (IGrouping<KernelConfig, KernelLatency> same in times.GroupBy(t => t.Kernel.Config))
        {
            Estimate time = same.First().Microseconds;
            low += Math.Pow(same.Count() * (time.Value - time.Low), 2);
            high += Math.Pow(same.Count() * (time.High - time.Value), 2);
        }

        double common = Math.Pow(WholeSpread * whole, 2);
        return new NetworkLatency(new Estimate(whole, Math.Max(0, whole - Math.Sqrt(low + common)), whole + Math.Sqrt(high + common)), Composition.Call, times);
    }

    private KernelLatency Predict(NetworkKernel kernel, KernelRegressor? family)
    {
        Estimate profiled = family?.Microseconds(kernel.Config) ?? Unknown(kernel.Config);
        var added = new Estimate(Composition.Kernel(profiled.Value), Composition.Kernel(profiled.Low), Composition.Kernel(profiled.High));
        return new KernelLatency(kernel, profiled.Value, added, Power?.Watts(kernel.Config, profiled.Value), family is not null);
    }

    private Estimate Unknown(KernelConfig config)
    {
        double value = KernelRegressor.Beyond(Fallback, config);
        return new Estimate(value, value / 3, value * 3);
    }
}
