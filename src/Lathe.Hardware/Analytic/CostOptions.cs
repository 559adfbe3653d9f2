using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Analytic;

/// <summary>How a network is run when its cost is asked.</summary>
public sealed record CostOptions
{
    /// <summary>The number format of the arithmetic and the activations; null for 8-bit integers on microcontrollers and accelerators, 32 bits elsewhere.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Bits of a weight; null for those of the precision.</summary>
    public int? WeightBits { get; init; }

    /// <summary>True when two in four weights are zero and the device may use that.</summary>
    public bool Sparse { get; init; }

    /// <summary>Grams of CO2 equivalent of a kilowatt-hour; the world's average by default (see <see cref="Energy.CarbonIntensities"/>).</summary>
    public double GramsPerKilowattHour { get; init; } = Energy.CarbonIntensities.World.GramsPerKilowattHour;

    /// <summary>The number format on a device.</summary>
    public Precision PrecisionOn(DeviceProfile device) => Precision ?? (device.Kind is DeviceKind.Mcu or DeviceKind.Npu ? Devices.Precision.I8 : Devices.Precision.F32);
}
