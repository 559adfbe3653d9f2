using Lathe.Hardware.Analytic.Memory;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>The analytic cost of a network on a device: roofline for time, counted accesses for energy, lifetimes for memory.</summary>
public static class DeviceCost
{
    private const double JoulesPerKilowattHour = 3.6e6;

    /// <summary>Reads the cost.</summary>
    /// <exception cref="InvalidInputException">The device cannot run the number format.</exception>
    public static CostReading Of(Workload workload, DeviceProfile device, CostOptions? options = null)
    {
        options ??= new CostOptions();
        Precision precision = options.PrecisionOn(device);
        var roofline = new Roofline(device, options);
        var energy = new AccessEnergy(device, precision);
        double[] live = [.. MemoryProblem.Of(workload, precision.Bits()).LiveBytes()];
        LayerReading[] layers = [.. workload.Kernels.Select((kernel, i) => Layer(workload, kernel, live[i], roofline, energy, device, options))];
        double peak = live.Length > 0 ? live.Max() : 0, flash = layers.Sum(l => l.FlashBytes);
        string[] obstacles = [.. Obstacles(workload, device, peak, flash)];
        return new CostReading
        {
            Model = workload.Name,
            Device = device.Name,
            Provenance = Provenance.Analytic,
            Basis = $"roofline at {device.Efficiency.Compute.Value:P0} of the {precision.ShortName()} peak and {device.Efficiency.Memory.Value:P0} of bandwidth, whole tiles, {device.Launch.Value * 1e6:0.#} us a kernel; energy by Horowitz's 45 nm figures and the catalog's memories; low end: the bare peaks",
            Layers = layers,
            PeakRamBytes = peak,
            Problems = [.. OtherFormat(device, precision), .. obstacles],
            Obstacles = obstacles,
        };
    }

    private static LayerReading Layer(Workload workload, Kernel kernel, double live, Roofline roofline, AccessEnergy energy, DeviceProfile device, CostOptions options)
    {
        RooflinePoint point = roofline.Time(workload, kernel);
        EnergyBreakdown joules = energy.Of(kernel, point);
        double most = Math.Max(joules.Total, (device.Tdp?.Value ?? 0) * point.Seconds.High);
        return new LayerReading
        {
            Name = kernel.Name,
            Operators = kernel.Operators,
            Macs = kernel.Macs,
            PaddedMacs = point.PaddedMacs,
            Bytes = point.ActivationBytes + point.WeightBytes,
            Seconds = point.Seconds,
            Joules = new Estimate(joules.Total, joules.Compute, most),
            Energy = joules,
            RamBytes = live,
            FlashBytes = point.WeightBytes,
            Bound = point.Bound,
            Utilisation = point.Utilisation,
            CarbonGrams = joules.Total / JoulesPerKilowattHour * options.GramsPerKilowattHour,
        };
    }

    private static IEnumerable<string> OtherFormat(DeviceProfile device, Precision precision)
    {
        if (!device.Types.Contains(precision))
        {
            yield return $"{precision.ShortName()} is not a format of {device.Name} ({string.Join(", ", device.Types.Select(t => t.ShortName()))}): it runs at the rate of a wider one.";
        }
    }

    private static IEnumerable<string> Obstacles(Workload workload, DeviceProfile device, double peak, double flash)
    {
        foreach (string op in workload.Kernels.SelectMany(k => k.Operators.Split('+')).Distinct().Where(o => !device.Supports(o)))
        {
            yield return $"{op} does not run on {device.Name}.";
        }

        bool together = device.WeightMemory == device.ActivationMemory;
        double ram = together ? peak + flash : peak;
        if (ram > device.ActivationMemory.Bytes.Value)
        {
            yield return $"{ram:F0} bytes of {(together ? "weights and activations" : "activations")} do not fit the {device.ActivationMemory.Bytes.Value:F0} of {device.ActivationMemory.Name}.";
        }

        if (!together && flash > device.WeightMemory.Bytes.Value)
        {
            yield return $"{flash:F0} bytes of weights do not fit the {device.WeightMemory.Bytes.Value:F0} of {device.WeightMemory.Name}.";
        }
    }
}
