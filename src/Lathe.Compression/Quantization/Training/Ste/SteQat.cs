using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Ste;

/// <summary>Quantization-aware training with fixed steps and straight-through gradients (Bengio et al. 2013).</summary>
public sealed class SteQat : QatTechnique<SteOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "ste")
    {
        Summary = "Train with rounding in the loop and gradients that pass straight through it; any bits, steps fixed by the least error.",
        Paper = "Bengio et al. 2013, arXiv:1308.3432; Jacob et al. 2018, arXiv:1712.05877; stochastic rounding: Gupta et al. 2015, arXiv:1502.02551",
        Page = "qat.md#straight-through",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override QuantizerScheme Scheme(SteOptions options, Node layer) => new SteScheme(options.Rounding == RoundingRule.Stochastic, options.FullRange);
}
