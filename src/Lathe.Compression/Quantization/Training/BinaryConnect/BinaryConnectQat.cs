using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.BinaryConnect;

/// <summary>BinaryConnect (Courbariaux et al. 2015).</summary>
public sealed class BinaryConnectQat : QatTechnique<BinaryConnectOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "binaryconnect")
    {
        Summary = "Train weights of -1 and 1, activations as they are.",
        Paper = "Courbariaux et al. 2015, BinaryConnect, arXiv:1511.00363",
        Page = "binary-and-ternary.md#binaryconnect",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.None,
        Loses = "signs have no zero and values of their own",
    };

    private protected override FitRequest Request(BinaryConnectOptions options) => BinaryTraining.Request;

    private protected override QuantizerScheme Scheme(BinaryConnectOptions options, Node layer) => new BinaryConnectScheme(options.Stochastic);
}
