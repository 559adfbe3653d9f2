using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Gradient;

/// <summary>An element is worth the mean magnitude of its gradient over batches, <c>E |g|</c>: what the loss does not pull at can go.</summary>
public sealed class GradientCriterion : IWeightCriterion
{
    private const int Batch = 32;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source) =>
        GradientMoments.Read(graph, weights, source, Batch).Absolute;
}
