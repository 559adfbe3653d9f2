using System.Globalization;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Runs;

/// <summary>The figures of variants that limits are set on.</summary>
internal static class VariantFigures
{
    /// <summary>Their names in recipes, in the order of tables.</summary>
    public static readonly string[] Names = ["latency", "energy", "ram", "flash", "size", "macs", "carbon"];

    /// <summary>A figure in the unit of its limits; infinite where the variant does not run on the target, or nothing tells it.</summary>
    public static double Of(Variant variant, string figure) => figure switch
    {
        "size" => variant.FileBytes,
        "macs" => variant.Macs,
        "latency" when variant.Device is null => variant.Latency!.P50,
        _ => variant.Device?.Of(figure)?.Value ?? double.PositiveInfinity,
    };

    /// <summary>A figure with its unit.</summary>
    public static string Show(string figure, double value) => !double.IsFinite(value) ? "does not run there" : figure switch
    {
        "latency" => Text($"{value:0.####} ms"),
        "energy" => Text($"{value:0.#####} mJ"),
        "carbon" => Text($"{value:0.#####} ug CO2e"),
        "macs" => Text($"{value:N0}"),
        _ => Text($"{value:N0} B"),
    };

    /// <summary>A figure with its unit, and how it was had unless it was measured or counted.</summary>
    public static string Show(Variant variant, string figure)
    {
        TargetFigure? told = variant.Device?.Of(figure);
        string how = told is null or { Provenance: Provenance.Measured } || figure is "ram" or "flash" ? "" : $" ({told.Provenance.ToString().ToLowerInvariant()})";
        return Show(figure, Of(variant, figure)) + how;
    }

    /// <summary>A text that is the same everywhere.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
