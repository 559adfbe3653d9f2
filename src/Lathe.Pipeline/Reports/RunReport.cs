using System.Reflection;
using System.Security.Cryptography;
using System.Text;
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

    internal static string Page(RunRecord run, string? charts)
    {
        string script = Asset("report.js"), style = Asset("report.css");
        // Inside a script element only these two sequences could end it early.
        charts = charts?.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
        string[] allowed = charts is null ? [] : [Hash(charts), Hash(script)];
        string policy = $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {(allowed.Length == 0 ? "'none'" : string.Join(' ', allowed))}; base-uri 'none'; form-action 'none'";
        return Html.Of($"""
            <!doctype html>
            <html lang="en"{(charts is null ? Html.Of($" class=\"no-charts\"") : Html.Empty)}><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{run.Name} - Lathe</title><style>{new Html(style)}</style></head><body>
            <header><p class="brand">Lathe <span>report</span></p><h1>{run.Name}</h1></header>
            <main>
            {(charts is null ? Html.Of($"<p class=\"note\">Charts are left out: their script is not on this machine. ./lathe doctor fetches it; then ./lathe report writes them.</p>") : Html.Empty)}
            {ResultSection.Of(run)}{TradeOffSection.Of(run)}{DeviceSection.Of(run)}{LayerSection.Of(run)}{TrainingSection.Of(run)}{TechniqueSection.Of(run)}{WeightSection.Of(run)}{FootprintSection.Of(run)}{EnvironmentSection.Of(run)}
            </main><footer><p>Written by Lathe {typeof(RunReport).Assembly.GetName().Version?.ToString(3)}. Every number says how it was had: measured, counted or analytic.</p></footer>
            {(charts is null ? Html.Empty : Scripts(charts, ChartData.Of(run), script))}</body></html>

            """).Text;
    }

    private static Html Scripts(string charts, string data, string script) =>
        new($"<script type=\"application/json\" id=\"data\">{data}</script>\n<script>{charts}</script>\n<script>{script}</script>\n");

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Asset(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Lathe.Pipeline.Reports.Assets." + name) ?? throw new InvalidOperationException($"The asset {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
