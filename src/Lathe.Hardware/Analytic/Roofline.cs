using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>
/// The roofline (Williams et al. 2009) with whole tiles and kernel starts: a kernel takes
/// <c>max(2 padded MACs / peak, bytes / bandwidth) + launch</c>, where peaks are those that software reaches.
/// </summary>
public sealed class Roofline
{
    private readonly DeviceProfile _device;
    private readonly Precision _precision;
    private readonly bool _sparse;
    private readonly int _weightBits;
    private readonly PeakRate? _vector;
    private readonly double _anyPeak;

    /// <summary>Prepares a device for one number format.</summary>
    /// <exception cref="InvalidInputException">The device has no rate that could run it.</exception>
    public Roofline(DeviceProfile device, CostOptions options)
    {
        (_device, _precision, _sparse) = (device, options.PrecisionOn(device), options.Sparse);
        _weightBits = options.WeightBits ?? _precision.Bits();
        _vector = device.Peak(_precision, ComputeEngine.Vector) ?? device.Peak(Precision.F32, ComputeEngine.Vector);
        _anyPeak = (_vector ?? device.Peak(_precision, ComputeEngine.Matrix))?.Operations.Value ?? throw new InvalidInputException($"Device '{device.Name}' has no rate for {_precision.ShortName()}; it has {string.Join(", ", device.Peaks.Select(p => p.Precision.ShortName()).Distinct())}. Choose one of these.");
    }

    /// <summary>Times a kernel.</summary>
    public RooflinePoint Time(Workload workload, Kernel kernel)
    {
        (long padded, double compute, double peak) = Products(kernel);
        double other = kernel.OtherOperations / _anyPeak;
        double activations = workload.ActivationElements(kernel) * _precision.Bits() / 8.0, weights = kernel.WeightElements * _weightBits / 8.0;
        double memory = (activations / Bandwidth(_device.ActivationMemory)) + (weights / Bandwidth(_device.WeightMemory));
        double ideal = Math.Max(compute + other, memory), launch = _device.Launch.Value;
        double arithmetic = (compute + other) / _device.Efficiency.Compute.Value, transfer = memory / _device.Efficiency.Memory.Value;
        double reached = Math.Max(arithmetic, transfer);
        Bound bound = launch > reached ? Bound.Launch : transfer > arithmetic ? Bound.Memory : Bound.Compute;
        // As far beyond the estimate, in ratio, as the estimate is beyond the peaks.
        double high = ideal > 0 ? reached * reached / ideal : 0;
        var seconds = new Estimate(reached + launch, ideal + (launch / 2), high + (2 * launch));
        return new RooflinePoint(seconds, bound, padded, activations, weights, peak > 0 ? 2.0 * kernel.Macs / peak / seconds.Value : 0);
    }

    // The faster of the units that can run it; matrix units have nothing to share in a depthwise layer.
    private (long Padded, double Seconds, double Peak) Products(Kernel kernel)
    {
        if (kernel.Macs == 0)
        {
            return (0, 0, _anyPeak);
        }

        (long Padded, double Seconds, double Peak) best = (0, double.PositiveInfinity, 0);
        foreach (ComputeEngine engine in new[] { ComputeEngine.Vector, ComputeEngine.Matrix })
        {
            PeakRate? rate = engine == ComputeEngine.Vector ? _vector : _device.Peak(_precision, engine, _sparse && kernel.WeightElements > 0);
            if (rate is null || (engine == ComputeEngine.Matrix && _vector is not null && (kernel.Product is not { } p || p.IsDepthwise)))
            {
                continue;
            }

            long padded = kernel.Product?.PaddedMacs(_device.Tile(_precision, engine)) ?? kernel.Macs;
            double seconds = 2.0 * padded / rate.Operations.Value;
            best = seconds < best.Seconds ? (padded, seconds, rate.Operations.Value) : best;
        }

        return best;
    }

    private static double Bandwidth(MemoryLevel level) => level.Bandwidth?.Value ?? double.PositiveInfinity;
}
