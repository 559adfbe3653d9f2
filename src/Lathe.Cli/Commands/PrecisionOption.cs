using System.CommandLine;

namespace Lathe.Cli.Commands;

/// <summary><c>--precision</c>: whether a network becomes C in integers or in floating point.</summary>
internal static class PrecisionOption
{
    public const string Integer = "int8", Float = "float32";

    public static Option<string?> Create()
    {
        var option = new Option<string?>("--precision") { Description = "For C: int8 (a quantized network, or one that --data quantizes) or float32 (a network in floating point, nothing quantized)." };
        option.AcceptOnlyFromAmong(Integer, Float);
        return option;
    }
}
