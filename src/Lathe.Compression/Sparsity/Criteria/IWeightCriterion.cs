using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Criteria;

/// <summary>Says what each element of a weight is worth.</summary>
public interface IWeightCriterion
{
    /// <summary>The worth of every element of the named weights, row-major; larger is worth more.</summary>
    /// <param name="graph">The network as it is now.</param>
    /// <param name="weights">The weights to score.</param>
    /// <param name="source">Training data and randomness.</param>
    IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source);
}
