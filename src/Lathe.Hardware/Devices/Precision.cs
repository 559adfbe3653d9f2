namespace Lathe.Hardware.Devices;

/// <summary>The number format a device computes in.</summary>
public enum Precision
{
    /// <summary>binary64.</summary>
    F64,

    /// <summary>binary32.</summary>
    F32,

    /// <summary>TensorFloat-32: stored as binary32, multiplied with 10 bits of mantissa.</summary>
    Tf32,

    /// <summary>binary16.</summary>
    F16,

    /// <summary>bfloat16.</summary>
    Bf16,

    /// <summary>8-bit floating point.</summary>
    F8,

    /// <summary>16-bit integers.</summary>
    I16,

    /// <summary>8-bit integers.</summary>
    I8,

    /// <summary>4-bit integers.</summary>
    I4,
}
