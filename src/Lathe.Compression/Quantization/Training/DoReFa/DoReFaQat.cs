using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.DoReFa;

/// <summary>DoReFa-Net (Zhou et al. 2016).</summary>
public sealed class DoReFaQat : QatTechnique<DoReFaOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "dorefa")
    {
        Summary = "Train with few bits in weights, activations and, if asked, gradients; weights are squashed by tanh before rounding.",
        Paper = "Zhou et al. 2016, DoReFa-Net, arXiv:1606.06160",
        Page = "qat.md#dorefa-net",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override QuantizerScheme Scheme(DoReFaOptions options, Node layer) => new DoReFaScheme(options.Gradients);
}
