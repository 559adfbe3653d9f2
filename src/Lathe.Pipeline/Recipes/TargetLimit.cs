using System.Globalization;

namespace Lathe.Pipeline.Recipes;

/// <summary>A limit, in its own unit or as a share of the baseline's figure.</summary>
/// <param name="Amount">The number: in the base unit, or in percent of the baseline.</param>
/// <param name="OfBaseline">True for a share of the baseline.</param>
/// <param name="Text">As the recipe says it.</param>
public sealed record TargetLimit(double Amount, bool OfBaseline, string Text)
{
    /// <summary>The units of a figure: milliseconds, bytes, multiply-accumulates, millijoules and micrograms have factor 1.</summary>
    internal static IReadOnlyDictionary<string, (string Unit, double Factor)[]> Units { get; } = new Dictionary<string, (string, double)[]>
    {
        ["latency"] = [("ms", 1), ("us", 1e-3), ("s", 1e3)],
        ["size"] = [("KB", 1024), ("MB", 1024 * 1024), ("B", 1)],
        ["macs"] = [("M", 1e6), ("K", 1e3), ("G", 1e9)],
        ["energy"] = [("mJ", 1), ("uJ", 1e-3), ("J", 1e3)],
        ["ram"] = [("KB", 1024), ("MB", 1024 * 1024), ("B", 1)],
        ["flash"] = [("KB", 1024), ("MB", 1024 * 1024), ("B", 1)],
        ["carbon"] = [("ug", 1), ("mg", 1e3), ("g", 1e6)],
    };

    /// <summary>The limit in its own unit.</summary>
    /// <param name="baseline">The baseline's figure.</param>
    public double Resolve(double baseline) => OfBaseline ? baseline * Amount / 100 : Amount;

    /// <summary>Reads "0.5 ms" or "50 %"; null when it is neither.</summary>
    public static TargetLimit? TryParse(string text, string figure)
    {
        if (Number(text, "%") is { } share)
        {
            return new TargetLimit(share, true, text);
        }

        return Units.TryGetValue(figure, out (string Unit, double Factor)[]? units)
            ? units.Select(u => Number(text, u.Unit) is { } value ? new TargetLimit(value * u.Factor, false, text) : null).FirstOrDefault(l => l is not null)
            : null;
    }

    private static double? Number(string text, string unit) =>
        text.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(text[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null;
}
