using System.Globalization;
using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>The verdict in a sentence, the few numbers that carry it, and the final tables.</summary>
internal static class ResultSection
{
    private static readonly string[] s_columns = ["variant", "test accuracy", "parameters", "MACs", "file", "peak activations", "p50, ms", "p95, ms", "speed-up"];

    public static Html Of(RunRecord run)
    {
        Variant best = run.Recommended, baseline = run.Baseline;
        RunResult result = run.Result;
        (string headline, string reasons) = Split(result.Recommendation);
        Html chip = result.Targets.Count == 0 ? Html.Empty
            : result.AllMet ? Html.Of($"<span class=\"chip good\">every target met</span>")
            : Html.Of($"<span class=\"chip bad\">{result.Targets.Count(t => !t.Met)} of {result.Targets.Count} targets missed</span>");
        return Html.Of($"""
            <section aria-labelledby="verdict"><h2 id="verdict" class="verdict">{headline}</h2>
            <p>{chip} <span class="quiet">Recommended: {best.Name} ({best.File}). The whole run took {result.Seconds:0} s.</span></p>
            <p class="reasons">{reasons}</p>
            <dl class="tiles">
            {Tile("Test accuracy", $"{100 * best.TestAccuracy:0.00} %", $"{100 * (best.TestAccuracy - baseline.TestAccuracy):+0.00;−0.00;±0.00} points against the baseline", best.Board is null ? "measured in ONNX Runtime" : "measured, the C code's answers")}
            {Tile("Median latency", Milliseconds(best.Latency?.P50), best.Speedup is { } s ? $"{s.Speedup:0.00}x the baseline's speed" : "", "measured in ONNX Runtime")}
            {Tile("File", Size(best.FileBytes), Less(baseline.FileBytes, best.FileBytes, "smaller"), "bytes on disk")}
            {Tile("Work", $"{best.Macs / 1e6:0.##} M MACs", Less(baseline.Macs, best.Macs, "fewer"), "analytic")}
            </dl>
            {HtmlTable.Of("All variants", s_columns, result.Variants.Select(v => Row(v, v.Name == best.Name, v.Name == baseline.Name)))}
            <p class="source">Accuracy{(result.Metric is { } metric ? $" ({metric})" : "")}: the deployed file on the whole test set in ONNX Runtime (measured). Latency: {baseline.Latency?.Provenance}; ONNX Runtime, batch 1, one thread; the range beside a speed-up is its 95 % interval, a paired bootstrap over the rounds. Parameters and bytes are counted; MACs and peak activations (one sample, each freed after its last use) are analytic.</p>
            {Targets(result)}</section>

            """);
    }

    /// <summary>The first sentence carries the verdict; what follows explains it.</summary>
    private static (string Headline, string Reasons) Split(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..(end + 1)], text[(end + 2)..]);
    }

    public static string Size(long bytes) => bytes < 1024 * 1024 ? $"{bytes / 1024.0:N1} KB" : $"{bytes / 1048576.0:N2} MB";

    private static string Less(long before, long after, string word) => before == after ? "as the baseline" : string.Create(CultureInfo.InvariantCulture, $"{(double)before / Math.Max(1, after):0.0}x {word}");

    private static string Milliseconds(double? value) => value is { } ms ? $"{ms:0.0000} ms" : "not measured";

    private static Html Tile(string name, string value, string change, string source) =>
        Html.Of($"<div><dt>{name}</dt><dd><b>{value}</b><span>{change}</span><small>{source}</small></dd></div>");

    private static Html[] Row(Variant v, bool recommended, bool reference) =>
    [
        recommended ? Html.Of($"<b>{v.Name}</b><small class=\"line\">recommended</small>") : Html.Of($"{v.Name}"),
        Html.Of($"{100 * v.TestAccuracy:0.00} %"),
        Html.Of($"{v.Parameters:N0}"),
        Html.Of($"{v.Macs:N0}"),
        Html.Of($"{Size(v.FileBytes)}"),
        Html.Of($"{Size(v.PeakActivationBytes)}"),
        Html.Of($"{v.Latency?.P50:0.0000}"),
        Html.Of($"{v.Latency?.P95:0.0000}"),
        reference ? Html.Of($"1.00x <small class=\"line\">reference</small>") : v.Speedup is { } s ? Html.Of($"{s.Speedup:0.00}x <small>{s.Low:0.00} to {s.High:0.00}</small><small class=\"line\">{s.Verdict}</small>") : Html.Empty,
    ];

    private static Html Targets(RunResult result) => result.Targets.Count == 0
        ? Html.Of($"<p>The recipe sets no target.</p>")
        : Html.Of($"<div class=\"told\">{Verdicts(result)}</div>");

    private static Html Verdicts(RunResult result) => HtmlTable.Of("Targets of the recipe", ["target", "limit", "reached", "met", "by how much"], result.Targets.Select(t => (IReadOnlyList<Html>)
        [Html.Of($"{t.Target}"), Html.Of($"{t.Limit}"), Html.Of($"{t.Reached}"), t.Met ? Html.Of($"<span class=\"chip good\">yes</span>") : Html.Of($"<span class=\"chip bad\">no</span>"), Html.Of($"{t.Margin}")]));
}
