namespace Lathe.Hardware.Devices;

/// <summary>The class a device belongs to.</summary>
public enum DeviceKind
{
    /// <summary>A microcontroller: on-chip memory only, weights in flash.</summary>
    Mcu,

    /// <summary>A general-purpose processor.</summary>
    Cpu,

    /// <summary>A graphics processor.</summary>
    Gpu,

    /// <summary>A neural accelerator.</summary>
    Npu,
}
