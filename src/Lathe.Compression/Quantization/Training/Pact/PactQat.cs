using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Training.Optimizers;

namespace Lathe.Compression.Quantization.Training.Pact;

/// <summary>Parameterized clipping activation (Choi et al. 2018).</summary>
public sealed class PactQat : QatTechnique<PactOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "pact")
    {
        Summary = "Train with rounding in the loop and learn where activations are clipped.",
        Paper = "Choi et al. 2018, PACT, arXiv:1805.06085",
        Page = "qat.md#pact",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    internal const string Limit = "limit";

    private protected override FitRequest Request(PactOptions options) => base.Request(options) with { Groups = [new ParameterGroup("*/" + Limit, (float)options.LimitDecay)] };

    private protected override QuantizerScheme Scheme(PactOptions options, Node layer) => new PactScheme();
}
