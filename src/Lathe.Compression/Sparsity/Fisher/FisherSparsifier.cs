using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Fisher;

/// <summary>Prunes by Optimal Brain Damage with the Fisher information in the place of the Hessian.</summary>
public sealed class FisherSparsifier : CriterionSparsifier<FisherOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "fisher")
    {
        Summary = "Set the weights to zero that raise the loss least to second order, by the diagonal Fisher information.",
        Paper = "LeCun et al. 1990, Optimal Brain Damage; Theis et al. 2018, Faster gaze prediction with dense networks and Fisher pruning, arXiv:1801.05787",
        Page = "unstructured-sparsity.md#fisher",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(FisherOptions options) => new FisherCriterion();
}
