using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Analytic;

/// <summary>
/// Paleo (Qi, Sparks and Talwalkar, ICLR 2017): a layer takes <c>T_read + T_compute + T_write</c>, each at the platform's percent of peak and
/// none less than one cycle; nothing overlaps and nothing is fused.
/// </summary>
public sealed class Paleo
{
    private const double Gibi = 1L << 30;

    private readonly double _gigaflops, _gigabytes, _compute, _transfer, _cycleMilliseconds;

    /// <summary>Describes a platform.</summary>
    /// <param name="peakGigaflops">Peak at 32 bits.</param>
    /// <param name="gigabytesPerSecond">Memory bandwidth.</param>
    /// <param name="clockMegahertz">Clock.</param>
    /// <param name="computeShare">Percent of peak in arithmetic and memory, 0 to 1.</param>
    /// <param name="transferShare">Percent of peak of links, 0 to 1.</param>
    public Paleo(double peakGigaflops, double gigabytesPerSecond, double clockMegahertz, double computeShare = 1, double transferShare = 1) =>
        (_gigaflops, _gigabytes, _compute, _transfer, _cycleMilliseconds) = (peakGigaflops, gigabytesPerSecond, computeShare, transferShare, 1 / (clockMegahertz * 1e3));

    /// <summary>The platform of a catalog entry at 32 bits.</summary>
    /// <exception cref="InvalidInputException">The device does not compute in 32 bits, which is all Paleo knows.</exception>
    public static Paleo Of(DeviceProfile device) => device.Peak(Precision.F32, ComputeEngine.Vector) is { } peak
        ? new Paleo(peak.Operations.Value / 1e9, device.ActivationMemory.Bandwidth!.Value / 1e9, device.Clock.Value / 1e6, device.Efficiency.Compute.Value, device.Efficiency.Memory.Value)
        : throw new InvalidInputException($"Paleo knows 32-bit arithmetic only, and device '{device.Name}' has no rate for it. Use the roofline.");

    /// <summary>Milliseconds of arithmetic.</summary>
    public double ComputeMilliseconds(double flops) => Math.Max(_cycleMilliseconds, flops / 1e9 / _gigaflops * 1e3 / _compute);

    /// <summary>Milliseconds of moving bytes to or from memory.</summary>
    public double MemoryMilliseconds(double bytes) => Math.Max(_cycleMilliseconds, bytes / Gibi / _gigabytes * 1e3 / _compute);

    /// <summary>Milliseconds of a layer of 32-bit values.</summary>
    public double LayerMilliseconds(double flops, double bytesRead, double bytesWritten) => MemoryMilliseconds(bytesRead) + ComputeMilliseconds(flops) + MemoryMilliseconds(bytesWritten);

    /// <summary>Milliseconds of a network, layer after layer.</summary>
    public double Milliseconds(Workload workload) => workload.Kernels.Sum(k => LayerMilliseconds(
        (2.0 * k.Macs) + k.OtherOperations,
        4.0 * (k.WeightElements + k.Reads.Sum(b => workload.Buffers[b].Elements)),
        4.0 * k.Writes.Sum(b => workload.Buffers[b].Elements)));

    /// <summary>Milliseconds until <paramref name="nodes"/> machines have exchanged <paramref name="bytes"/> of gradients.</summary>
    public double ExchangeMilliseconds(double bytes, int nodes, double gigabitsPerSecond, ExchangeScheme scheme)
    {
        double once = bytes / (gigabitsPerSecond / 8 * 1e9) * 1e3 / _transfer, depth = Math.Ceiling(Math.Log2(nodes));
        return scheme switch
        {
            ExchangeScheme.OneToAll => 2 * once * (nodes - 1),
            ExchangeScheme.Tree => 2 * depth * once,
            ExchangeScheme.Butterfly => depth * once,
            _ => once,
        };
    }
}
