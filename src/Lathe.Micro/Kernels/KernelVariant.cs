using System.Text.RegularExpressions;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Micro.Kernels;

/// <summary>What a kernel is made for.</summary>
/// <param name="Base">The kernel.</param>
/// <param name="CodeBits">8 or 16; 32 for floats, which are only moved.</param>
/// <param name="Rounding">How sums become codes.</param>
/// <param name="WeightBits">4 or 8.</param>
internal sealed partial record KernelVariant(string Base, int CodeBits, RequantizationRounding Rounding, int WeightBits = 8)
{
    /// <summary>The type of code, in names: s8.</summary>
    public string Code => CodeBits == 32 ? "f32" : $"s{CodeBits}";

    /// <summary>The code and, where it is not the usual one, the rounding: s8_once.</summary>
    public string Rounded => Rounding == Usual(CodeBits) ? Code : $"{Code}_{Suffix(Rounding)}";

    /// <summary>The kernel's name in full: lathe_conv_s8_w4.</summary>
    public string Name => $"{Base}_{Whole}";

    private string Whole => WeightBits == 4 ? Rounded + "_w4" : Rounded;

    /// <summary>Reads a name; null when it has not the form of one.</summary>
    public static KernelVariant? Parse(string name)
    {
        Match match = Form().Match(name);
        if (!match.Success)
        {
            return null;
        }

        int bits = match.Groups["bits"].Value switch { "s8" => 8, "s16" => 16, _ => 32 };
        RequantizationRounding rounding = match.Groups["rounding"].Value switch
        {
            "double" => RequantizationRounding.Double,
            "once" => RequantizationRounding.Single,
            "wide" => RequantizationRounding.Wide,
            _ => Usual(bits),
        };
        return new KernelVariant(match.Groups["base"].Value, bits, rounding, match.Groups["w4"].Success ? 4 : 8);
    }

    /// <summary>Makes the kernel of its template.</summary>
    public string Apply(string template) => Word().Replace(template, word => word.Value switch
    {
        "code_t" => CodeBits == 32 ? "float" : $"int{CodeBits}_t",
        "place_t" => CodeBits == 32 ? "float" : "int16_t",
        "sum_t" => CodeBits == 8 ? "int32_t" : "int64_t",
        "scaled_t" => Rounding == RequantizationRounding.Wide ? "int64_t" : "int32_t",
        "weight_at" => WeightBits == 4 ? "lathe_weight_s4" : "lathe_weight_s8",
        "dot_of" => WeightBits == 4 ? $"lathe_dot_{Code}_w4" : $"lathe_dot_{Code}",
        "four_of" => $"lathe_depthwise_four_{Whole}",
        "requantize" => Rounding == RequantizationRounding.Double ? "lathe_requantize" : $"lathe_requantize_{Suffix(Rounding)}",
        "CODE_MIN" => $"INT{CodeBits}_MIN",
        "CODE_MAX" => $"INT{CodeBits}_MAX",
        "CODE_BITS" => $"{CodeBits}",
        string other => other.Replace("_CODE", "_" + Code, StringComparison.Ordinal).Replace("_ROUNDED", "_" + Rounded, StringComparison.Ordinal).Replace("_VARIANT", "_" + Whole, StringComparison.Ordinal),
    });

    private static RequantizationRounding Usual(int bits) => bits == 8 ? RequantizationRounding.Double : RequantizationRounding.Wide;

    private static string Suffix(RequantizationRounding rounding) => rounding switch
    {
        RequantizationRounding.Single => "once",
        RequantizationRounding.Wide => "wide",
        _ => "double",
    };

    [GeneratedRegex("^(?<base>lathe_.+?)_(?<bits>s8|s16|f32)(_(?<rounding>double|once|wide))?(?<w4>_w4)?$")]
    private static partial Regex Form();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
