using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports;

/// <summary>The frame of every page: style, chart script and data inside, and a policy that allows exactly its own scripts.</summary>
internal static class ReportPage
{
    /// <summary>Makes a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="kind">What it is, beside the name of the program.</param>
    /// <param name="content">Its sections.</param>
    /// <param name="data">What its charts show, as JSON that is safe inside a page.</param>
    /// <param name="charts">The chart script; null leaves the tables.</param>
    public static string Of(string title, string kind, Html content, string data, string? charts)
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
            <title>{title} - Lathe</title><style>{new Html(style)}</style></head><body>
            <header><p class="brand">Lathe <span>{kind}</span></p><h1>{title}</h1></header>
            <main>
            {(charts is null ? Html.Of($"<p class=\"note\">Charts are left out: their script is not on this machine. ./lathe doctor fetches it; then the same command writes them.</p>") : Html.Empty)}
            {content}
            </main><footer><p>Written by Lathe {typeof(ReportPage).Assembly.GetName().Version?.ToString(3)}. Every number says how it was had: measured, counted or analytic.</p></footer>
            {(charts is null ? Html.Empty : Scripts(charts, data, script))}</body></html>

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
