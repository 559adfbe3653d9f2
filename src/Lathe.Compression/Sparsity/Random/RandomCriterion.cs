using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Random;

/// <summary>A random order: the control every criterion must beat.</summary>
public sealed class RandomCriterion : IWeightCriterion
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source) => weights.ToDictionary(w => w, w =>
    {
        float[] draws = new float[graph.Parameters[w].Count];
        source.Key.Fold(w).FillUniform(draws);
        return draws;
    });
}
