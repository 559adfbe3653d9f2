using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Fisher;

/// <summary>An element is worth <c>F w^2 / 2</c>, the rise of the loss without it to second order, where the Hessian is the diagonal of the empirical
/// Fisher information <c>F = E g^2</c>, one sample at a time (LeCun et al. 1990; Theis et al. 2018).</summary>
public sealed class FisherCriterion : IWeightCriterion
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source)
    {
        IReadOnlyDictionary<string, float[]> fisher = GradientMoments.Read(graph, weights, source, batch: 1).Squares;
        return weights.ToDictionary(w => w, w => graph.Parameters[w].ToFloats().Zip(fisher[w], (weight, information) => 0.5f * weight * weight * information).ToArray());
    }
}
