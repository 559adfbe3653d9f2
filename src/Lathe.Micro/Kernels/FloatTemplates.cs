using System.Text.RegularExpressions;

namespace Lathe.Micro.Kernels;

/// <summary>Kernels in floating point that are one text with other words: arithmetic, functions of one number, recurrent layers.</summary>
internal static partial class FloatTemplates
{
    private static readonly Dictionary<string, (string Operator, string What)> s_arithmetic = new()
    {
        ["add"] = ("+", "Sum"), ["subtract"] = ("-", "Difference"), ["multiply"] = ("*", "Product"), ["divide"] = ("/", "Quotient"),
    };

    private static readonly Dictionary<string, string> s_recurrent = new()
    {
        ["lstm"] = "An LSTM", ["gru"] = "A GRU, its reset gate on the last state,", ["gru_reset_after"] = "A GRU, its reset gate on what the last state's matrix gives,",
    };

    // What a function takes beside the number.
    private static readonly Dictionary<string, string[]> s_parameters = new()
    {
        ["clip"] = ["low", "high"], ["line"] = ["a", "b"], ["hard_sigmoid"] = ["a", "b"], ["leaky_relu"] = ["a"], ["elu"] = ["a"], ["quotient"] = ["b"],
    };

    /// <summary>The template of a kernel and what stands for its words; null for a name of another form.</summary>
    public static (string File, Func<string, string> Apply)? Of(string name)
    {
        Match match = Form().Match(name);
        string kernel = match.Groups["kernel"].Value;
        if (match.Groups["apply"].Success)
        {
            string[] parameters = s_parameters.GetValueOrDefault(kernel, []);
            string declared = string.Concat(parameters.Select(p => $"float {p}, ")), passed = string.Concat(parameters.Select(p => $", {p}"));
            return ("lathe_apply_FUNCTION_f32", text => text.Replace("FUNCTION", kernel, StringComparison.Ordinal).Replace("PARAMETERS", declared, StringComparison.Ordinal).Replace("ARGUMENTS", passed, StringComparison.Ordinal));
        }

        return s_arithmetic.TryGetValue(kernel, out (string Operator, string What) arithmetic)
            ? ("lathe_ARITHMETIC_f32", text => text.Replace("ARITHMETIC", kernel, StringComparison.Ordinal).Replace("OPERATOR", arithmetic.Operator, StringComparison.Ordinal).Replace("WHAT", arithmetic.What, StringComparison.Ordinal))
            : s_recurrent.TryGetValue(kernel, out string? cell)
            ? ("lathe_RECURRENT_f32", text => text.Replace("RECURRENT", kernel, StringComparison.Ordinal).Replace("WHAT", cell, StringComparison.Ordinal))
            : null;
    }

    [GeneratedRegex("^lathe_(?<apply>apply_)?(?<kernel>[a-z_]+)_f32$")]
    private static partial Regex Form();
}
