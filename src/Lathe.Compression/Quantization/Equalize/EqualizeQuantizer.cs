using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Equalize;

/// <summary>Makes ranges of channels alike across layers, then rounds.</summary>
public sealed class EqualizeQuantizer : Technique<EqualizeOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "equalize")
    {
        Summary = "Move scales of channels between neighbouring layers until their ranges are alike, then round; the float network computes the same.",
        Paper = "Nagel et al. 2019, Data-Free Quantization Through Weight Equalization and Bias Correction, arXiv:1906.04721",
        Page = "ptq.md#equalize",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "channels are scaled, each by a factor of its own",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(EqualizeOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, EqualizeOptions options)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(model.Graph);
        var network = new CodedNetwork(CrossLayerEqualization.Apply(prepared, options.Rounds));
        RoundingQuantizer.Round(network, options);
        return network.Finish(context, model, options);
    }
}
