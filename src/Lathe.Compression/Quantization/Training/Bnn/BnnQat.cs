using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Bnn;

/// <summary>Binarized neural networks (Hubara et al. 2016).</summary>
public sealed class BnnQat : QatTechnique<BnnOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "bnn")
    {
        Summary = "Train weights and activations of -1 and 1.",
        Paper = "Hubara et al. 2016, Binarized Neural Networks, arXiv:1602.02830",
        Page = "binary-and-ternary.md#bnn",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.None,
        Loses = "signs have no zero and values of their own",
    };

    private protected override FitRequest Request(BnnOptions options) => BinaryTraining.Request;

    private protected override QuantizerScheme Scheme(BnnOptions options, Node layer) => new BnnScheme();
}
