using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Magnitude;

/// <summary>An element is worth its magnitude, <c>|w|</c>.</summary>
public sealed class MagnitudeCriterion : IWeightCriterion
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source) =>
        weights.ToDictionary(w => w, w => Array.ConvertAll(graph.Parameters[w].ToFloats(), Math.Abs));
}
