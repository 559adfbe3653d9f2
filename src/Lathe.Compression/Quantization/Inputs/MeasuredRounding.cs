using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>The common course of methods that round a layer with its inputs' statistics in view.</summary>
internal static class MeasuredRounding
{
    /// <summary>Measures inputs once, then rounds layer by layer; what has no statistics, or came out worse, is rounded plainly.</summary>
    public static CompressedModel Apply(TechniqueContext context, CompressedModel model, MeasuredCodeOptions options, Func<WeightLayer, WeightRows, InputStatistics, double[][]> round)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(model.Graph);
        IReadOnlyList<WeightLayer> layers = WeightLayer.Of(prepared, options.Except);
        IReadOnlyDictionary<string, InputStatistics> statistics = InputMeasurement.Run(prepared, layers, CalibrationFeed.Of(prepared, context, options.Samples), context.Key.Fold("inputs"));
        var network = new CodedNetwork(prepared);
        foreach (WeightLayer layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            TensorData weight = prepared.Parameters[layer.Weight];
            var rows = new WeightRows(layer, weight.AsSpan<float>(), options.Scheme(layer.Axis));
            QuantizedTensor plain = TensorEncoder.Encode(weight.AsSpan<float>(), weight.Shape, options.Scheme(layer.Axis));
            if (!statistics.TryGetValue(layer.Weight, out InputStatistics? seen) || seen.Rows == 0)
            {
                network.Set(layer, weight.AsSpan<float>(), plain, layer.IsProduct ? $"plain rounding: rows of {layer.Inputs} are wider than {InputMeasurement.WidestRow}" : "plain rounding: not a product of inputs and weights");
                continue;
            }

            QuantizedTensor measured = rows.Encode(round(layer, rows, seen));
            double before = OutputError.Of(layer, weight.AsSpan<float>(), plain.Decode(), seen), after = OutputError.Of(layer, weight.AsSpan<float>(), measured.Decode(), seen);
            network.Set(layer, weight.AsSpan<float>(), after <= before ? measured : plain, after <= before ? FormattableString.Invariant($"error of outputs {100 * after / Math.Max(before, 1e-30):F0} % of plain rounding's") : "plain rounding was better");
        }

        return network.Finish(context, model, options);
    }
}
