using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Dynamic;

/// <summary>Weights as integers, inputs as integers whose scale is taken from each input as it comes: no calibration.</summary>
public sealed class DynamicQuantizer : Technique<DynamicOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "dynamic")
    {
        Summary = "Compute dense layers in integers whose input scales are taken from each input as it comes; nothing is calibrated.",
        Paper = "Zafrir et al. 2019, Q8BERT, arXiv:1910.06188; ONNX DynamicQuantizeLinear",
        Page = "ptq.md#dynamic",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, DynamicOptions options)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(model.Graph);
        IReadOnlyList<WeightLayer> all = WeightLayer.Of(prepared, options.Except);
        WeightLayer[] layers = [.. all.Where(l => QuantizationPlan.IsLayer(l.Node, prepared) && (l.Node.OpType == "Conv" ? options.Convolutions : l.Shape.Rank == 2))];
        if (layers.Length == 0)
        {
            throw new InvalidInputException($"Network '{prepared.Name}' has no dense layers for dynamic quantization. Set convolutions: true, or use another method.");
        }

        var network = new CodedNetwork(prepared);
        var format = new IntegerFormat(options.Bits, true);
        foreach (WeightLayer layer in all)
        {
            // The integer operators take one scale for a convolution's whole weight; the rest is stored in 8 bits.
            bool computed = layers.Contains(layer);
            Granularity granularity = computed && layer.Node.OpType == "Conv" ? Granularity.Tensor : Granularity.Channel(layer.Axis);
            TensorData weight = prepared.Parameters[layer.Weight];
            network.Set(layer, weight.AsSpan<float>(), TensorEncoder.Encode(weight.AsSpan<float>(), layer.Shape, new CodeScheme(computed ? format : NumberFormats.Int8, granularity)), computed ? "integers" : "stored in 8 bits");
        }

        CompressedModel result = network.Finish(context, model);
        return result with { Coded = DynamicWriter.Write(network.Graph, layers, network.Codes) };
    }
}
