using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.WeightOnly;

/// <summary>Weights in few bits in small blocks with fitted scales, first, last and small layers in 8; activations stay in floating point.</summary>
public sealed class WeightOnlyQuantizer : Technique<WeightOnlyOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "weight-only")
    {
        Summary = "Store weights in blocks of few bits with fitted scales, first, last and small layers in 8; activations stay in floating point.",
        Paper = "Dettmers and Zettlemoyer 2023, The case for 4-bit precision, arXiv:2212.09720",
        Page = "ptq.md#weight-only",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(WeightOnlyOptions options) => options.Activations == ActivationCodes.Float
        ? options.Conflicts()
        : [.. options.Conflicts(), "activations: int8 is not weight-only; use method: rtn"];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, WeightOnlyOptions options)
    {
        var network = new CodedNetwork(StaticQuantizer.Prepare(model.Graph));
        IReadOnlyList<WeightLayer> layers = WeightLayer.Of(network.Graph, options.Except);
        for (int i = 0; i < layers.Count; i++)
        {
            WeightLayer layer = layers[i];
            TensorData weight = network.Graph.Parameters[layer.Weight];
            bool end = options.KeepEnds && layers.Count > 2 && (i == 0 || i == layers.Count - 1), small = weight.Count < options.Least;
            CodeScheme scheme = end || small ? new CodeScheme(NumberFormats.Int8, Granularity.Channel(layer.Axis)) : options.Scheme(layer.Axis);
            network.Set(layer, weight.AsSpan<float>(), TensorEncoder.Encode(weight.AsSpan<float>(), weight.Shape, scheme), end ? "first or last" : small ? "small" : "");
        }

        return network.Finish(context, model);
    }
}
