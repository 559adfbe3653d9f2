using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity;

/// <summary>Unstructured pruning by a criterion; derive to say what elements are worth.</summary>
/// <typeparam name="TOptions">The options of the method.</typeparam>
public abstract class CriterionSparsifier<TOptions> : Sparsifier<TOptions>
    where TOptions : SparsifyOptions, new()
{
    /// <summary>What elements are worth.</summary>
    protected abstract IWeightCriterion Criterion(TOptions options);

    /// <inheritdoc/>
    protected sealed override ModelGraph Prune(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, TOptions options, double sparsity) =>
        WeightPatterns.OfMasks(MaskSelection.Choose(WeightScoring.Score(graph, weights, Criterion(options), Source(context, options)), sparsity, options.Scope)).Apply(graph);
}
