using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Reports.Sections;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reports;

/// <summary>Writes the report of a run: one HTML file that needs nothing else, no network either.</summary>
public static class RunReport
{
    /// <summary>Writes report.html from what the run's folder holds.</summary>
    /// <param name="path">The run's folder.</param>
    /// <returns>The report's path, and whether it has charts: without the chart script it has its tables only.</returns>
    /// <exception cref="InvalidInputException">The folder holds no finished run.</exception>
    public static (string Path, bool Charts) Write(string path)
    {
        RunRecord run = RunRecord.Load(path);
        string? charts = ChartLibrary.TryRead();
        new RunFolder(path).WriteText("report.html", Page(run, charts));
        return (System.IO.Path.Combine(path, "report.html"), charts is not null);
    }

    internal static string Page(RunRecord run, string? charts) => ReportPage.Of(run.Name, "report", Sections(run), ChartData.Of(run), charts);

    private static Html Sections(RunRecord run) => Html.Of($"{ResultSection.Of(run)}{TradeOffSection.Of(run)}{DeviceSection.Of(run)}{BoardSection.Of(run)}{CostSection.Of(run.Cost)}{LayerSection.Of(run)}{TrainingSection.Of(run)}{TechniqueSection.Of(run)}{WeightSection.Of(run)}{FootprintSection.Of(run)}{EnvironmentSection.Of(run)}");
}
