using Lathe.Compression.Sparsity.Criteria;
using Lathe.Graph;
using Lathe.Compression.Quantization;
using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Activation;

/// <summary>An element is worth <c>|w| (1 - APoZ)</c>, with the average percentage of zeros of the output it feeds (Hu et al. 2016): weights of units
/// that are seldom on go first.</summary>
public sealed class ActivationCriterion : IWeightCriterion
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Score(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source)
    {
        IReadOnlyDictionary<string, float[]> active = ActiveShare.Read(graph, weights, source);
        return weights.ToDictionary(w => w, w => Score(graph, w, active.GetValueOrDefault(w)));
    }

    private static float[] Score(ModelGraph graph, string weight, float[]? active)
    {
        TensorData data = graph.Parameters[weight];
        float[] scores = Array.ConvertAll(data.ToFloats(), Math.Abs);
        if (active is null)
        {
            return scores;
        }

        Node layer = graph.Nodes.First(n => n.Input(1) == weight);
        Shape shape = data.Shape;
        int axis = WeightQuantizer.ChannelAxis(layer, data), inner = shape.Product(axis + 1, shape.Rank);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] *= active[i / inner % active.Length];
        }

        return scores;
    }
}
