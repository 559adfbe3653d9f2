using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Activation;

/// <summary>Prunes the weights of units whose rectified outputs are mostly zero.</summary>
public sealed class ActivationSparsifier : CriterionSparsifier<ActivationOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "activation")
    {
        Summary = "Set small weights of units to zero whose outputs are mostly zero (APoZ).",
        Paper = "Hu et al. 2016, Network Trimming, arXiv:1607.03250",
        Page = "unstructured-sparsity.md#activation",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(ActivationOptions options) => new ActivationCriterion();
}
