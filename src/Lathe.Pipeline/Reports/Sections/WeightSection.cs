using Lathe.Pipeline.Reports.Writing;
using Lathe.Pipeline.Reports.Measurements;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Distributions of weights, and what quantization did to weights and activations.</summary>
internal static class WeightSection
{
    public static Html Of(RunRecord run)
    {
        VariantMeasurements[] measured = [.. run.Result.Variants.Select(v => run.Measurements.GetValueOrDefault(v.Name)).OfType<VariantMeasurements>()];
        if (measured.Length == 0)
        {
            return Html.Empty;
        }

        return Html.Of($"""
            <section aria-labelledby="weights"><h2 id="weights">Weights</h2>
            <p class="pick"><label for="layer">Layer</label> <select id="layer"></select></p>
            {Figure.Of("chart-weights", "Distribution of the weights", "Counted from the deployed files; each curve encloses the same area. Quantized weights are the numbers their codes stand for.", Weights(measured))}
            {Html.Join(measured.Where(m => m.Weights.Any(w => w.Noise is not null)).Select(Noise))}</section>

            """);
    }

    private static Html Weights(IEnumerable<VariantMeasurements> measured) => HtmlTable.Of(
        "Weights of every layer",
        ["layer", "variant", "shape", "weights", "smallest", "largest", "deviation", "zeros"],
        measured.SelectMany(m => m.Weights.Select(w => new[] { w.Layer, m.Variant, w.Shape, $"{w.Count:N0}", $"{w.Values.Low:0.####}", $"{w.Values.High:0.####}", $"{w.Deviation:0.####}", $"{100 * w.Zeros:0.0} %" })));

    private static Html Noise(VariantMeasurements variant)
    {
        IEnumerable<string[]> weights = variant.Weights.Where(w => w.Noise is not null).Select(w => Row(w.Layer, "weights", w.Noise!));
        IEnumerable<string[]> activations = variant.Activations.Select(a => Row(a.Layer, "output " + a.Value, a.Noise));
        Html table = HtmlTable.Of($"Quantization noise of {variant.Variant}", ["layer", "of", "SQNR", "largest error"], weights.Concat(activations));
        return Html.Of($"""
            <h2>Quantization</h2><div class="pair">
            {Figure.Of("chart-sqnr", "Signal to quantization noise per layer", $"Higher is better: 10 log10(signal / noise) in dB. Weights against the network in floating point; outputs measured on {variant.Samples} validation samples here, with the noise of all layers before.", table)}
            {Figure.Of("chart-errors", "Quantization errors of the chosen layer", "In steps of the quantization. Rounding alone stays between -0.5 and 0.5; what lies outside was clipped, carries the error of layers before or, after quantization-aware training, moved.", table)}
            </div>
            """);
    }

    private static string[] Row(string layer, string what, QuantizationNoise noise) => [layer, what, $"{noise.Sqnr:0.0} dB", $"{noise.Largest:0.#####}"];
}
