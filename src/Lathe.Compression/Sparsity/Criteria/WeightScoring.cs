using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Criteria;

/// <summary>Scores as masks are chosen from: what is pruned already stays pruned.</summary>
internal static class WeightScoring
{
    /// <summary>The scores of a network's weights, zeros first to go.</summary>
    public static IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, IWeightCriterion criterion, ScoreSource source)
    {
        IReadOnlyDictionary<string, float[]> scores = criterion.Score(graph, weights, source);
        foreach ((string name, float[] values) in scores)
        {
            ReadOnlySpan<float> weight = graph.Parameters[name].AsSpan<float>();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = weight[i] == 0 ? MaskSelection.AlreadyPruned : values[i];
            }
        }

        return scores;
    }

    /// <summary>The compressible weights of a network, without those of layers a user spares.</summary>
    public static IReadOnlyList<string> Weights(ModelGraph graph, IReadOnlyCollection<string> spared)
    {
        string[] unknown = [.. spared.Where(s => !graph.Nodes.Any(n => n.Name == s))];
        if (unknown.Length > 0)
        {
            throw new InvalidInputException($"There is no layer {string.Join(", ", unknown.Select(u => $"'{u}'"))} to spare. Layers with weights are {string.Join(", ", graph.Nodes.Where(n => n.Inputs.Any(i => CompressibleWeights.Of(graph).Contains(i))).Select(n => n.Name))}.");
        }

        HashSet<string> kept = [.. graph.Nodes.Where(n => spared.Contains(n.Name)).SelectMany(n => n.Inputs)];
        string[] weights = [.. CompressibleWeights.Of(graph).Where(w => !kept.Contains(w))];
        return weights.Length > 0 ? weights : throw new InvalidInputException($"Network '{graph.Name}' has no weights to prune: no learned matrix or filter is left{(spared.Count > 0 ? " beside the spared layers" : "")}.");
    }
}
