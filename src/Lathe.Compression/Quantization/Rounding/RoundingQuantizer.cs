using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Rounding;

/// <summary>Every weight to its nearest code: what the other methods are measured against.</summary>
public sealed class RoundingQuantizer : Technique<RoundingOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "rtn")
    {
        Summary = "Round every weight to its nearest code, in any format and granularity; nothing is measured or trained.",
        Paper = "Krishnamoorthi 2018, Quantizing deep convolutional networks for efficient inference, arXiv:1806.08342",
        Page = "ptq.md#rtn",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(RoundingOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, RoundingOptions options)
    {
        var network = new CodedNetwork(StaticQuantizer.Prepare(model.Graph));
        Round(network, options);
        return network.Finish(context, model, options);
    }

    /// <summary>Rounds all weights of a network.</summary>
    internal static void Round(CodedNetwork network, WeightCodeOptions options)
    {
        foreach (WeightLayer layer in WeightLayer.Of(network.Graph, options.Except))
        {
            TensorData weight = network.Graph.Parameters[layer.Weight];
            network.Set(layer, weight.AsSpan<float>(), TensorEncoder.Encode(weight.AsSpan<float>(), weight.Shape, options.Scheme(layer.Axis)));
        }
    }
}
