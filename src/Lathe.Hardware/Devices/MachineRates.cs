namespace Lathe.Hardware.Devices;

/// <summary>What the machine at hand was measured to reach.</summary>
/// <param name="Operations">Operations per second at 32 bits, a multiply-add being two, on every core.</param>
/// <param name="Bandwidth">Bytes per second read and written beyond the caches.</param>
/// <param name="ByteOperations">The same in 8-bit integers, or null where that could not be measured.</param>
/// <param name="ByteInstructions">What the 8-bit rate was reached with.</param>
public sealed record MachineRates(double Operations, double Bandwidth, double? ByteOperations = null, string? ByteInstructions = null);
