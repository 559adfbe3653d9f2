using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Taylor;

/// <summary>An element is worth what the loss would change without it, to first order: <c>E (g w)^2</c> over batches (Molchanov et al. 2019).</summary>
public sealed class TaylorCriterion : IWeightCriterion
{
    private const int Batch = 32;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source)
    {
        IReadOnlyDictionary<string, float[]> squares = GradientMoments.Read(graph, weights, source, Batch).Squares;
        return weights.ToDictionary(w => w, w => graph.Parameters[w].ToFloats().Zip(squares[w], (weight, square) => weight * weight * square).ToArray());
    }
}
