using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Taylor;

/// <summary>Prunes the weights whose removal changes the loss least, to first order.</summary>
public sealed class TaylorSparsifier : CriterionSparsifier<TaylorOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "taylor")
    {
        Summary = "Set the weights to zero whose removal changes the loss least by a first-order Taylor expansion.",
        Paper = "Molchanov et al. 2019, Importance Estimation for Neural Network Pruning, arXiv:1906.10771",
        Page = "unstructured-sparsity.md#taylor",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(TaylorOptions options) => new TaylorCriterion();
}
