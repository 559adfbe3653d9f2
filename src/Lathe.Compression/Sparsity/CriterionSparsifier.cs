using Lathe.Compression.Analysis;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity;

/// <summary>Unstructured pruning by a criterion; derive to say what elements are worth.</summary>
/// <typeparam name="TOptions">The options of the method.</typeparam>
public abstract class CriterionSparsifier<TOptions> : Sparsifier<TOptions>
    where TOptions : CriterionOptions, new()
{
    /// <inheritdoc/>
    public override IEnumerable<string> Problems(TOptions options) => options.Sensitivities.Length > 0 && options.Scope == SparsityScope.PerLayer
        ? base.Problems(options).Append("sensitivities say how much each layer bears, but scope: per-layer takes the same of all; use scope: global")
        : base.Problems(options);

    /// <summary>What elements are worth.</summary>
    protected abstract IWeightCriterion Criterion(TOptions options);

    /// <inheritdoc/>
    protected sealed override ModelGraph Prune(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, TOptions options, double sparsity)
    {
        IReadOnlyDictionary<string, float[]> scores = WeightScoring.Score(graph, weights, Criterion(options), Source(context, options));
        if (options.Sensitivities.Length > 0)
        {
            SensitivityLimits.Apply(scores, LayerSensitivities.Load(options.Sensitivities), options.Bears, sparsity);
        }

        return WeightPatterns.OfMasks(MaskSelection.Choose(scores, sparsity, options.Scope)).Apply(graph);
    }
}
