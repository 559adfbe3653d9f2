using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Gradient;

/// <summary>Prunes the weights whose gradients are smallest.</summary>
public sealed class GradientSparsifier : CriterionSparsifier<GradientOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "gradient")
    {
        Summary = "Set the weights with the smallest loss gradients to zero.",
        Paper = "Blalock et al. 2020, What is the State of Neural Network Pruning?, arXiv:2003.03033, section 7 (global gradient)",
        Page = "unstructured-sparsity.md#gradient",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(GradientOptions options) => new GradientCriterion();
}
