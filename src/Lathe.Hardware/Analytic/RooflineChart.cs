using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>A network under the roofline of a device: what the chart of it shows.</summary>
/// <param name="Device">The device.</param>
/// <param name="Precision">The number format.</param>
/// <param name="Peaks">Roofs of arithmetic.</param>
/// <param name="Bandwidths">Roofs of memory: that of the activations, and that of the weights where it is another.</param>
/// <param name="Marks">The layers, in order.</param>
public sealed record RooflineChart(string Device, string Precision, IReadOnlyList<RooflineRoof> Peaks, IReadOnlyList<RooflineRoof> Bandwidths, IReadOnlyList<RooflineMark> Marks)
{
    /// <summary>Operations a byte from which on arithmetic is the limit: the fastest peak over the first bandwidth.</summary>
    public double Ridge => Peaks.Max(p => p.PerSecond) / Bandwidths[0].PerSecond;

    /// <summary>Draws a reading.</summary>
    public static RooflineChart Of(CostReading reading, DeviceProfile device, CostOptions options)
    {
        Precision precision = options.PrecisionOn(device);
        double all = reading.Seconds.Value;
        var peaks = from engine in new[] { ComputeEngine.Vector, ComputeEngine.Matrix }
                    let peak = device.Peak(precision, engine, options.Sparse)
                    where peak is not null
                    select new RooflineRoof($"{peak.Precision.ShortName()} {engine.ToString().ToLowerInvariant()}", peak.Operations.Value, peak.Operations.Value * device.Efficiency.Compute.Value);
        var memories = new[] { device.ActivationMemory, device.WeightMemory }.Distinct().Where(m => m.Bandwidth is not null).Select(m => new RooflineRoof(m.Name, m.Bandwidth!.Value, m.Bandwidth.Value * device.Efficiency.Memory.Value));
        return new RooflineChart(device.Name, precision.ShortName(), [.. peaks.DefaultIfEmpty(Widest(device))], [.. memories], [.. reading.Layers.Select(l => Mark(l, all))]);
    }

    private static RooflineMark Mark(LayerReading layer, double all) =>
        new(layer.Name, layer.Operators, layer.Bytes > 0 ? 2 * layer.Macs / layer.Bytes : 0, layer.Seconds.Value > 0 ? 2 * layer.Macs / layer.Seconds.Value : 0, layer.Seconds.Value * 1e6, layer.Seconds.Value / all, layer.Bound);

    // Where a format has no rate of its own the roofline takes that of 32 bits.
    private static RooflineRoof Widest(DeviceProfile device)
    {
        PeakRate peak = device.Peak(Devices.Precision.F32, ComputeEngine.Vector) ?? device.Peaks[0];
        return new RooflineRoof($"{peak.Precision.ShortName()} {peak.Engine.ToString().ToLowerInvariant()}", peak.Operations.Value, peak.Operations.Value * device.Efficiency.Compute.Value);
    }
}
