using System.Text.Json;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Pipeline.Reports.Sections;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reports;

/// <summary>The numbers the report's script draws, as one JSON text that is safe inside a page.</summary>
internal static class ChartData
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>A page that shows one network on a device.</summary>
    public static string Of(DeviceCostReport report) => JsonSerializer.Serialize(
        new
        {
            Variants = Array.Empty<object>(),
            Layers = new { Names = Array.Empty<string>(), Variants = Array.Empty<string>(), Microseconds = Array.Empty<double>(), Kilobytes = Array.Empty<double>() },
            Cost = Costs(report),
            Training = Array.Empty<object>(),
            Tables = Array.Empty<object>(),
            Weights = Array.Empty<object>(),
            Noise = Array.Empty<object>(),
        },
        s_json);

    private static object Costs(DeviceCostReport report) => new
    {
        report.Roofline.Peaks,
        report.Roofline.Bandwidths,
        Marks = report.Roofline.Marks.Where(m => m.Intensity > 0).Select(m => new { m.Name, m.Intensity, m.OperationsPerSecond, m.Share, m.Microseconds, Bound = m.Bound.ToString().ToLowerInvariant() }),
        Layers = report.Cost.Layers.Select(l => new { l.Name, Microseconds = l.Seconds.Value * 1e6, Bound = l.Bound.ToString().ToLowerInvariant(), Compute = l.Energy.Compute * 1e6, OnChip = l.Energy.OnChip * 1e6, OffChip = l.Energy.OffChip * 1e6 }),
    };

    public static string Of(RunRecord run)
    {
        VariantMeasurements[] measured = [.. run.Result.Variants.Select(v => run.Measurements.GetValueOrDefault(v.Name)).OfType<VariantMeasurements>()];
        IReadOnlyList<LayerRow> rows = LayerRow.Of(measured);
        return JsonSerializer.Serialize(
            new
            {
                Variants = run.Result.Variants.Select(v => new { v.Name, Accuracy = 100 * v.TestAccuracy, v.Latency?.P50, v.Latency?.P95, Kilobytes = v.FileBytes / 1024.0, Recommended = v.Name == run.Recommended.Name }),
                Layers = new
                {
                    Names = rows.Select(r => r.Name),
                    Variants = measured.Select(m => m.Variant),
                    Microseconds = measured.Select(m => rows.Select(r => r.Profiles.GetValueOrDefault(m.Variant)?.Microseconds)),
                    Kilobytes = measured.Select(m => rows.Select(r => r.Profiles.GetValueOrDefault(m.Variant)?.ParameterBytes / 1024.0)),
                },
                Training = run.Epochs.GroupBy(e => e.Step).Select(g => new { Step = g.Key, Epochs = g.OrderBy(e => e.Epoch).Select(e => new { e.Epoch, e.Loss, Train = 100 * e.TrainAccuracy, Validation = 100 * e.ValidationAccuracy }) }),
                Cost = run.Cost is null ? null : Costs(run.Cost),
                Tables = run.Tables.Select((t, i) => new { Id = TechniqueSection.ChartId(i), t.Columns, t.Rows, t.Chart }).Where(t => t.Chart is not null),
                Weights = measured.Select(m => new { m.Variant, Layers = m.Weights.Select(w => new { w.Layer, w.Values }) }),
                Noise = measured.Where(m => m.Weights.Any(w => w.Noise is not null)).Select(m => new
                {
                    m.Variant,
                    Weights = m.Weights.Where(w => w.Noise is not null).Select(w => new { w.Layer, w.Noise!.Sqnr, w.Noise.Errors }),
                    Activations = m.Activations.Select(a => new { a.Layer, a.Noise.Sqnr, a.Noise.Errors }),
                }),
            },
            s_json);
    }
}
