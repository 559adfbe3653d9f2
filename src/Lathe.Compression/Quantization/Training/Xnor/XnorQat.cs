using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Xnor;

/// <summary>XNOR-Net (Rastegari et al. 2016).</summary>
public sealed class XnorQat : QatTechnique<XnorOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "xnor")
    {
        Summary = "Train signs of weights and activations with scales that keep their mean magnitudes.",
        Paper = "Rastegari et al. 2016, XNOR-Net, arXiv:1603.05279",
        Page = "binary-and-ternary.md#xnor-net",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.None,
        Loses = "signs have no zero and values of their own",
    };

    private protected override FitRequest Request(XnorOptions options) => BinaryTraining.Request;

    private protected override QuantizerScheme Scheme(XnorOptions options, Node layer) =>
        new XnorScheme(options.Scaling == ActivationScaling.Map && !XnorScheme.CanMap(layer) ? ActivationScaling.Sample : options.Scaling);
}
