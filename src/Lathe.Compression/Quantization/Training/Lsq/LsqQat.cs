using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Lsq;

/// <summary>Learned step size quantization (Esser et al. 2020).</summary>
public sealed class LsqQat : QatTechnique<LsqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "lsq")
    {
        Summary = "Train with rounding in the loop and learn the step sizes of weights and activations too.",
        Paper = "Esser et al. 2020, Learned Step Size Quantization, arXiv:1902.08153",
        Page = "qat.md#learned-step-size",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override QuantizerScheme Scheme(LsqOptions options, Node layer) => new LsqScheme(options.Start, options.FullRange);
}
