using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Magnitude;

/// <summary>Prunes the smallest weights (Han et al. 2015), perhaps after training that makes many small.</summary>
public sealed class MagnitudeSparsifier : CriterionSparsifier<MagnitudeOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "magnitude")
    {
        Summary = "Set the weights of smallest magnitude to zero, globally or per layer, also after L1-regularised training.",
        Paper = "Han et al. 2015, Learning both Weights and Connections, arXiv:1506.02626; schedule: Zhu and Gupta 2018, arXiv:1710.01878",
        Page = "unstructured-sparsity.md#magnitude",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    protected override IWeightCriterion Criterion(MagnitudeOptions options) => new MagnitudeCriterion();

    /// <inheritdoc/>
    protected override ModelGraph Prepare(TechniqueContext context, ModelGraph graph, MagnitudeOptions options) => options.L1 == 0 ? graph
        : context.Fit(graph, new FitRequest("magnitude-l1", 2, 0.02f) { Callbacks = [new L1Regularizer(WeightScoring.Weights(graph, options.Spare), options.L1)] });
}
