using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned.Micro;

/// <summary>Puts times calibrated on boards in the place of the analytic ones of a microcontroller.</summary>
public static class MicroCost
{
    /// <summary>True where it can: a microcontroller whose core was measured, one sample, 8-bit integers.</summary>
    public static bool Serves(DeviceProfile device, CostOptions options, int batch) =>
        device.Kind == DeviceKind.Mcu && batch == 1 && !options.Sparse && options.PrecisionOn(device) == Precision.I8 && options.WeightBits is null or 8 && MicroCalibration.Published.Knows(device.Core);

    /// <summary>
    /// The reading with calibrated times of the whole and of each convolution and product; what lies between those was in the measured runs too, so the whole
    /// is not the sum of the layers. Energy and memory stay as they were counted.
    /// </summary>
    /// <param name="reading">The analytic reading, at batch 1 in 8 bits.</param>
    /// <param name="workload">The kernels it priced.</param>
    /// <param name="device">The board.</param>
    public static CostReading Of(CostReading reading, Workload workload, DeviceProfile device)
    {
        MicroCalibration calibration = MicroCalibration.Published;
        double cycle = 1 / device.Clock.Value;
        return reading with
        {
            Provenance = Provenance.Calibrated,
            Basis = $"time: {calibration.Basis}, at {device.Clock.Value / 1e6:0.##} MHz; energy and memory analytic: {reading.Basis}",
            Layers = [.. reading.Layers.Select((l, i) => Timed(l, workload, i, device.Core!, cycle))],
            Whole = calibration.Cycles(device.Core!, MicroWork.Of(workload)) * cycle,
        };
    }

    private static LayerReading Timed(LayerReading layer, Workload workload, int index, string core, double cycle)
    {
        var work = MicroWork.Of(workload with { Kernels = [workload.Kernels[index]] });
        if (work == new MicroWork(0, 0, 0))
        {
            return layer;
        }

        Estimate seconds = MicroCalibration.Published.Cycles(core, work) * cycle;
        return layer with { Seconds = seconds, Utilisation = Math.Min(1, layer.Utilisation * layer.Seconds.Value / seconds.Value) };
    }
}
