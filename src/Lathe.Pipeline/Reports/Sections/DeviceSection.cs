using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Runs;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>What an inference of every variant takes on the target device.</summary>
internal static class DeviceSection
{
    public static Html Of(RunRecord run)
    {
        if (run.Recommended.Device is not { } best)
        {
            return Html.Empty;
        }

        return Html.Of($"""
            <section aria-labelledby="device"><h2 id="device">On {best.Device}</h2>
            {HtmlTable.Of("One inference", ["variant", "time", "energy", "activations", "constants", "carbon", "runs there"], run.Result.Variants.Where(v => v.Device is not null).Select(Row))}
            <p class="source">Time {How(best.Latency)}. Energy {How(best.Energy)}. Carbon {How(best.Carbon)}. Memory {How(best.Ram)}.</p>
            </section>

            """);
    }

    private static string[] Row(Variant variant) =>
    [
        variant.Name, .. new[] { "latency", "energy", "ram", "flash", "carbon" }.Select(f => variant.Device!.Of(f) is { } figure ? VariantFigures.Show(f, figure.Value) : "-"),
        variant.Device!.Obstacles.Count == 0 ? "yes" : string.Join(" ", variant.Device.Obstacles),
    ];

    private static string How(TargetFigure? figure) => figure is null ? "is not known" : $"is {figure.Provenance.ToString().ToLowerInvariant()}: {figure.Basis}";
}
