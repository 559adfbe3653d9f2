using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Soft;

/// <summary>Differentiable soft quantization (Gong et al. 2019).</summary>
public sealed class SoftQat : QatTechnique<SoftOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "soft")
    {
        Summary = "Train through stairs of tanh instead of rounding, with learned limits and softness; rounded values, true gradients.",
        Paper = "Gong et al. 2019, Differentiable Soft Quantization, arXiv:1908.05033",
        Page = "qat.md#soft-quantization",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override QuantizerScheme Scheme(SoftOptions options, Node layer) => new SoftScheme((float)options.Softness, options.Hard);
}
