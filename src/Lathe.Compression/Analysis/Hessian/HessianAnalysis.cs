using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Analysis.Hessian;

/// <summary>Hessian traces by layer: where the loss is flat, few bits do.</summary>
public sealed class HessianAnalysis : Technique<HessianOptions>
{
    private static readonly int[] s_bits = [8, 4, 2];

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("analyze", "hessian")
    {
        Summary = "Estimate the trace of the loss's Hessian by layer, and what rounding to few bits costs there; the network stays as it is.",
        Paper = "Dong et al. 2020, HAWQ-V2, arXiv:1911.03852; Hutchinson 1990",
        Page = "sensitivity.md#hessian-trace",
        Keeps = WeightForms.All,
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, HessianOptions options)
    {
        int samples = context.Quick ? Math.Min(64, options.Samples) : options.Samples, draws = context.Quick ? Math.Min(4, options.Draws) : options.Draws;
        IReadOnlyList<LayerCurvature> layers = LayerCurvature.Read(model.Graph, context.Data.Train.Take(samples), draws, context.Key);
        var nodes = QuantizableLayers.Of(model.Graph).ToDictionary(n => n.Name);
        IReadOnlyList<object?> Row(LayerCurvature layer)
        {
            int axis = QuantizableLayers.Axis(nodes[layer.Layer], model.Graph.Parameters[layer.Weight]);
            return [layer.Layer, layer.Count, layer.Trace, layer.Error, layer.Mean, .. s_bits.Select(b => (object?)layer.Cost(model.Graph, axis, b))];
        }

        context.Report(new TechniqueTable("hessian", "Hessian trace by layer", ["layer", "weights", "trace", "standard error", "mean trace", .. s_bits.Select(b => $"loss of {b} bits")], [.. layers.Select(Row)])
        {
            Chart = new TableChart("layer", ["mean trace"]) { Bars = true, Logarithmic = true },
            Provenance = $"estimated: {draws} random vectors, {samples} training samples",
        });
        return model;
    }
}
