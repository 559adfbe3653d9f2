namespace Lathe.Hardware.Devices;

/// <summary>The most operations per second in one number format; a multiply-accumulate is two.</summary>
/// <param name="Precision">The number format.</param>
/// <param name="Operations">Operations per second.</param>
/// <param name="Sparse">True when it holds for weights of which two in four are zero, and only for those.</param>
/// <param name="Engine">The unit that reaches it.</param>
public sealed record PeakRate(Precision Precision, Figure Operations, bool Sparse, ComputeEngine Engine);
