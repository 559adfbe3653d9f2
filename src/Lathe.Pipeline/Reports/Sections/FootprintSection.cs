using Lathe.Hardware.Readings;
using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Energy and carbon of the run itself.</summary>
internal static class FootprintSection
{
    private const double JoulesPerWattHour = 3600;

    public static Html Of(RunRecord run) => run.Result.Footprint is not { Phases.Count: > 0 } footprint ? Html.Empty : Html.Of($"""
        <section aria-labelledby="footprint"><h2 id="footprint">Energy of the run</h2>
        <p>{footprint.Describe()}</p>
        {HtmlTable.Of("Energy and carbon by step", ["part", "seconds", "watts", "Wh", "g CO2e", "how"], footprint.Phases.Append(new EnergyPhase("all", footprint.Joules, footprint.Phases.Sum(p => p.Seconds), footprint.Phases.Max(p => p.Provenance), "")).Select(p => Row(p, footprint)))}
        </section>

        """);

    private static string[] Row(EnergyPhase phase, RunFootprint footprint) =>
    [
        phase.Name, $"{phase.Seconds:0.0}", phase.Seconds > 0 ? $"{phase.Joules / phase.Seconds:0.0}" : "-", $"{phase.Joules / JoulesPerWattHour:0.######}", $"{footprint.Carbon.Grams(phase.Joules):0.######}",
        phase.Provenance == Provenance.Measured ? "measured" : "estimate",
    ];
}
