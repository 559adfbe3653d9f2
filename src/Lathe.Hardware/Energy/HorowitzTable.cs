using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Energy;

/// <summary>Energy of one operation at 45 nm and 0.9 V, in picojoules (Horowitz, "Computing's energy problem", ISSCC 2014).</summary>
public static class HorowitzTable
{
    private const string Source = "Horowitz, ISSCC 2014, 45 nm, 0.9 V", Scaled = "scaled from Horowitz's table by operand width";

    /// <summary>An addition.</summary>
    public static Figure Add(Precision precision) => precision switch
    {
        Precision.I8 => new Figure(0.03, Source, FigureTag.Verified),
        Precision.I16 => new Figure(0.05, Source, FigureTag.Verified),
        Precision.I4 => new Figure(0.015, Scaled, FigureTag.Presumed),
        Precision.F8 => new Figure(0.2, Scaled, FigureTag.Presumed),
        Precision.F16 or Precision.Bf16 => new Figure(0.4, Source, FigureTag.Verified),
        Precision.F32 or Precision.Tf32 => new Figure(0.9, Source, FigureTag.Verified),
        _ => new Figure(1.8, Scaled, FigureTag.Presumed),
    };

    /// <summary>A multiplication; the table has none of 16-bit integers, whose value is an interpolation.</summary>
    public static Figure Multiply(Precision precision) => precision switch
    {
        Precision.I8 => new Figure(0.2, Source, FigureTag.Verified),
        Precision.I16 => new Figure(0.8, Scaled, FigureTag.Presumed),
        Precision.I4 => new Figure(0.05, Scaled, FigureTag.Presumed),
        Precision.F8 => new Figure(0.3, Scaled, FigureTag.Presumed),
        Precision.F16 or Precision.Bf16 => new Figure(1.1, Source, FigureTag.Verified),
        Precision.Tf32 => new Figure(1.1, Scaled, FigureTag.Presumed),
        Precision.F32 => new Figure(3.7, Source, FigureTag.Verified),
        _ => new Figure(14.8, Scaled, FigureTag.Presumed),
    };

    /// <summary>The addition of 32-bit integers, which sums of products of narrow integers are made with.</summary>
    public static Figure AddInt32 { get; } = new(0.1, Source, FigureTag.Verified);

    /// <summary>The multiplication of 32-bit integers.</summary>
    public static Figure MultiplyInt32 { get; } = new(3.1, Source, FigureTag.Verified);

    /// <summary>A multiply-accumulate: the product, and the sum in the width it is kept in.</summary>
    public static double MultiplyAccumulate(Precision precision) => Multiply(precision).Value + (precision.IsInteger() ? AddInt32.Value : precision == Precision.F64 ? Add(precision).Value : Add(Precision.F32).Value);
}
