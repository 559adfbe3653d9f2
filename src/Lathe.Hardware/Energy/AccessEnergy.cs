using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Energy;

/// <summary>
/// Energy of a kernel by what it does: arithmetic at Horowitz's figures, each value from beyond the chip once, and from memory on the chip
/// as often as a block of registers asks for it again: <c>in * ceil(N / b) + w * ceil(M / b) + out</c> with b the native tile, at least 8.
/// </summary>
public sealed class AccessEnergy(DeviceProfile device, Precision precision)
{
    private const int LeastBlock = 8;
    private const double Picojoule = 1e-12, DefaultOnChip = 12.5, DefaultOffChip = 162.5;

    private readonly double _mac = HorowitzTable.MultiplyAccumulate(precision);
    private readonly double _onChip = device.OnChip.PicojoulesPerByte?.Value ?? DefaultOnChip;
    private readonly double _activations = device.ActivationMemory.PicojoulesPerByte?.Value ?? DefaultOffChip;
    private readonly double _weights = device.WeightMemory.PicojoulesPerByte?.Value ?? DefaultOffChip;
    private readonly bool _activationsOnChip = device.ActivationMemory == device.OnChip, _weightsOnChip = device.WeightMemory == device.OnChip;

    /// <summary>Where the energy of a kernel goes.</summary>
    public EnergyBreakdown Of(Kernel kernel, RooflinePoint point)
    {
        double compute = (kernel.Macs * _mac) + (kernel.OtherOperations * HorowitzTable.Add(precision).Value);
        double activations = point.ActivationBytes, reused = activations + point.WeightBytes;
        if (kernel.Product is { IsDepthwise: false } product)
        {
            double outputs = product.Groups * product.Rows * product.Columns * precision.Bits() / 8.0, inputs = Math.Max(0, activations - outputs);
            reused = outputs + (inputs * Math.Ceiling(product.Columns / (double)Block(t => t.Columns))) + (point.WeightBytes * Math.Ceiling(product.Rows / (double)Block(t => t.Rows)));
        }

        double offChip = (_weightsOnChip ? 0 : point.WeightBytes * _weights) + (_activationsOnChip ? 0 : activations * _activations);
        return new EnergyBreakdown(compute * Picojoule, reused * _onChip * Picojoule, offChip * Picojoule);
    }

    private int Block(Func<NativeTile, int> side) => Math.Max(LeastBlock, device.Tiles.Where(t => t.Types.Contains(precision)).Select(side).DefaultIfEmpty(1).Max());
}
