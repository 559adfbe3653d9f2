using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Reports.Measurements;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Latency and size of every layer, before and after, and what runs in integers.</summary>
internal static class LayerSection
{
    public static Html Of(RunRecord run)
    {
        VariantMeasurements[] measured = [.. run.Result.Variants.Select(v => run.Measurements.GetValueOrDefault(v.Name)).OfType<VariantMeasurements>()];
        if (measured.Length == 0)
        {
            return Html.Of($"<section><h2>Layers</h2><p>No layer was measured in this run.</p></section>");
        }

        IReadOnlyList<LayerRow> rows = LayerRow.Of(measured);
        string[] names = [.. measured.Select(m => m.Variant)];
        return Html.Of($"""
            <section aria-labelledby="layers"><h2 id="layers">Layers</h2>
            {Figure.Of("chart-layer-latency", "Latency per layer", $"Measured: ONNX Runtime's profiler, mean of the middle half of {measured[0].Profile.ProfiledRuns} runs after warm-up; the profiler itself costs time, so the sum is above the whole model's latency. Fused nodes stand under the layer they came from; MACs are analytic.", Latencies(rows, names))}
            {Figure.Of("chart-layer-size", "Size per layer", "Bytes of the parameters each layer reads, as stored in the file (counted).", Sizes(rows, names))}
            {Html.Join(measured.Where(m => m.Profile.Integer.Any() || m.Weights.Any(w => w.Noise is not null)).Select(Integers))}
            </section>

            """);
    }

    private static Html Latencies(IReadOnlyList<LayerRow> rows, string[] names) => HtmlTable.Of(
        "Latency per layer",
        ["layer", .. names.SelectMany(n => new[] { n + ", us", n + ", GFLOP/s", n + ", kernel" })],
        rows.Select(r => (IReadOnlyList<string>)[r.Name, .. names.SelectMany(n => r.Profiles.TryGetValue(n, out LayerProfile? p)
            ? new[] { $"{p.Microseconds:0.0}", p.Macs > 0 ? $"{p.GigaOperationsPerSecond:0.0}" : "", r.Name == p.Name ? p.Kernel : "" }
            : ["", "", ""])]));

    private static Html Sizes(IReadOnlyList<LayerRow> rows, string[] names) => HtmlTable.Of(
        "Bytes of parameters per layer",
        ["layer", .. names],
        rows.Select(r => (IReadOnlyList<string>)[r.Name, .. names.Select(n => r.Profiles.TryGetValue(n, out LayerProfile? p) ? $"{p.ParameterBytes:N0}" : "")]));

    private static Html Integers(VariantMeasurements variant)
    {
        LayerProfile[] integer = [.. variant.Profile.Integer], floating = [.. variant.Profile.Float];
        string stayed = floating.Length == 0 ? "none stayed in floating point" : "in floating point stayed " + string.Join(", ", floating.Select(l => $"{l.Name} ({l.Kernel})"));
        return Html.Of($"<p><b>{variant.Variant}</b>: {integer.Length} of {integer.Length + floating.Length} layers with multiplications run in integers; {stayed}. Seen in ONNX Runtime's optimized model.</p>");
    }
}
