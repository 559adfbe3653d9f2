using Lathe.Graph.Storage;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports.Sections;

namespace Lathe.Pipeline.Reports;

/// <summary>Writes a network's cost on a device as one HTML file that needs nothing else.</summary>
public static class RooflinePage
{
    /// <summary>Writes the page, replacing an earlier one.</summary>
    /// <returns>True when it has charts: without the chart script it has its tables only.</returns>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static bool Write(DeviceCostReport report, string path)
    {
        string? charts = ChartLibrary.TryRead();
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Page(report, charts))));
        return charts is not null;
    }

    internal static string Page(DeviceCostReport report, string? charts) =>
        ReportPage.Of($"{report.Cost.Model} on {report.Cost.Device}", "roofline", CostSection.Of(report), ChartData.Of(report), charts);
}
