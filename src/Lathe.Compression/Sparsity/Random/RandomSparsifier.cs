using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Random;

/// <summary>Prunes at random: the control.</summary>
public sealed class RandomSparsifier : CriterionSparsifier<RandomOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "random")
    {
        Summary = "Set random weights to zero: the control every criterion must beat.",
        Paper = "control, as in Blalock et al. 2020, arXiv:2003.03033",
        Page = "unstructured-sparsity.md#random",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(RandomOptions options) => new RandomCriterion();
}
