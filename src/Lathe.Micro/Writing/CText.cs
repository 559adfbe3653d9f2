using System.Globalization;
using System.Text;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Micro.Writing;

/// <summary>Writes constants of C: arrays and structures with named members.</summary>
internal static class CText
{
    private const int LineLength = 120;

    /// <summary>An array that stays in flash.</summary>
    public static string Array(string type, string name, IEnumerable<long> values) => Array(type, name, [.. values.Select(Number)]);

    /// <summary>An array of floats that stays in flash.</summary>
    public static string Array(string name, IEnumerable<float> values) => Array("float", name, [.. values.Select(Number)]);

    private static string Array(string type, string name, string[] items)
    {
        var text = new StringBuilder($"static const {type} {name}[{items.Length}] =\n{{\n");
        var line = new StringBuilder("    ");
        foreach (string item in items)
        {
            if (line.Length + item.Length + 1 > LineLength)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append("    ");
            }

            line.Append(item).Append(", ");
        }

        return text.Append(line.ToString().TrimEnd()).Append("\n};\n").ToString();
    }

    /// <summary>A structure that stays in flash.</summary>
    public static string Struct(string type, string name, params IEnumerable<(string Member, string Value)> members) =>
        $"static const {type} {name} =\n{{\n{string.Concat(members.Select(m => $"    .{m.Member} = {m.Value},\n"))}}};\n";

    /// <summary>Members in one line.</summary>
    public static string Braces(params IEnumerable<long> values) => $"{{{string.Join(", ", values.Select(Number))}}}";

    /// <summary>A change of scale, whose factors stand in two arrays.</summary>
    public static string Rescale(Requantization to, string name, int bits)
    {
        int low = Math.Max(to.Low, -(1 << (bits - 1))), high = Math.Min(to.High, (1 << (bits - 1)) - 1);
        return $"{{{name}_multiplier, {name}_shift, {(to.Factors.Length > 1 ? 1 : 0)}, {to.Offset}, {low}, {high}}}";
    }

    /// <summary>The arrays of a change of scale.</summary>
    public static string Factors(Requantization to, string name) =>
        Array("int32_t", name + "_multiplier", to.Factors.Select(f => (long)f.Multiplier)) + Array("int8_t", name + "_shift", to.Factors.Select(f => (long)f.Shift));

    /// <summary>A float, in as few digits as give its bits back.</summary>
    public static string Number(float value)
    {
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.AsSpan().ContainsAny('.', 'E') ? digits + "F" : digits + ".0F";
    }

    /// <summary>A number; the smallest ones have no literal of their own in C.</summary>
    public static string Number(long value) => value switch
    {
        long.MinValue => "INT64_MIN",
        int.MinValue => "INT32_MIN",
        > int.MaxValue => $"INT64_C({value.ToString(CultureInfo.InvariantCulture)})",
        < int.MinValue => $"-INT64_C({(-value).ToString(CultureInfo.InvariantCulture)})",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
