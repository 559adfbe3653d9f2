namespace Lathe.Hardware.Devices;

/// <summary>What a number format takes.</summary>
public static class PrecisionExtensions
{
    /// <summary>Bits of one stored value.</summary>
    public static int Bits(this Precision precision) => precision switch
    {
        Precision.F64 => 64,
        Precision.F32 or Precision.Tf32 => 32,
        Precision.F16 or Precision.Bf16 or Precision.I16 => 16,
        Precision.F8 or Precision.I8 => 8,
        _ => 4,
    };

    /// <summary>True for integers.</summary>
    public static bool IsInteger(this Precision precision) => precision is Precision.I16 or Precision.I8 or Precision.I4;

    /// <summary>The name in data files and tables: <c>f32</c>, <c>i8</c>.</summary>
    public static string ShortName(this Precision precision) => precision.ToString().ToLowerInvariant();
}
