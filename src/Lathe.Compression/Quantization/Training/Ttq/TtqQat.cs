using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training.Ttq;

/// <summary>Trained ternary quantization (Zhu et al. 2017).</summary>
public sealed class TtqQat : QatTechnique<TtqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "ttq")
    {
        Summary = "Train ternary weights with two learned scales a layer.",
        Paper = "Zhu et al. 2017, Trained Ternary Quantization, arXiv:1612.01064",
        Page = "binary-and-ternary.md#trained-ternary",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override QuantizerScheme Scheme(TtqOptions options, Node layer) => new TtqScheme((float)options.Threshold);
}
