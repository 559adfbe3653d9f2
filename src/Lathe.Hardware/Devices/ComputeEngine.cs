namespace Lathe.Hardware.Devices;

/// <summary>Which of a device's units a rate belongs to.</summary>
public enum ComputeEngine
{
    /// <summary>Scalar and vector units; any operation.</summary>
    Vector,

    /// <summary>Matrix units (tensor cores, AMX, systolic arrays); products of dense matrices only.</summary>
    Matrix,
}
