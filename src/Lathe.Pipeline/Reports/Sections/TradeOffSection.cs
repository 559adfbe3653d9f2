using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Accuracy against latency and against size.</summary>
internal static class TradeOffSection
{
    public static Html Of(RunRecord run)
    {
        Html table = HtmlTable.Of("Accuracy, latency and size", ["variant", "test accuracy", "p50", "p95", "file"], run.Result.Variants.Select(v => new[]
        {
            v.Name, $"{100 * v.TestAccuracy:0.00} %", $"{v.Latency?.P50:0.0000} ms", $"{v.Latency?.P95:0.0000} ms", ResultSection.Size(v.FileBytes),
        }));
        return Html.Of($"""
            <section aria-labelledby="trade"><h2 id="trade">Trade-off</h2><div class="pair">
            {Figure.Of("chart-latency", "Accuracy against latency", "Up and to the left is better. Points: median latency; the line reaches to the 95th percentile. Measured in ONNX Runtime, batch 1, one thread.", table)}
            {Figure.Of("chart-size", "Accuracy against file size", "Up and to the left is better. Bytes of the deployed file; accuracy measured in ONNX Runtime.", table)}
            </div></section>

            """);
    }
}
