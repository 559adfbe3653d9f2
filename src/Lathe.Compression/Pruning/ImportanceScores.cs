using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Pruning;

/// <summary>Scores of channels from the slices that go with them.</summary>
internal static class ImportanceScores
{
    /// <summary>A score for each label of a group, divided by the group's mean so that groups compare.</summary>
    public static double[] Of(ChannelGroup group, ModelGraph graph, Importance importance, IReadOnlyDictionary<string, float[]>? gradients, RandomKey key)
    {
        if (importance == Importance.Taylor && gradients is null)
        {
            throw new InvalidInputException("Pruning by Taylor importance needs gradients of the loss. Give it data, or use l1.");
        }

        HashSet<string> scales = BatchNormScales(graph);
        double[] scores = [.. group.Labels.Select(label => Score(group.Slices[label], graph, importance, gradients, scales, key.Uniform((ulong)label)))];
        double mean = scores.Average();
        return mean > 0 ? Array.ConvertAll(scores, s => s / mean) : scores;
    }

    private static double Score(List<ParameterSlice> slices, ModelGraph graph, Importance importance, IReadOnlyDictionary<string, float[]>? gradients, HashSet<string> scales, float random)
    {
        if (importance == Importance.Random)
        {
            return random;
        }

        double sum = 0;
        long count = 0;
        foreach (ParameterSlice slice in slices)
        {
            TensorData data = graph.Parameters[slice.Parameter];
            bool counts = importance == Importance.BatchNormScale ? scales.Contains(slice.Parameter) : importance == Importance.Taylor ? gradients!.ContainsKey(slice.Parameter) : data.Type == DType.Float32 && data.Shape.Rank >= 2;
            if (!counts)
            {
                continue;
            }

            ReadOnlySpan<float> values = data.AsSpan<float>();
            float[]? gradient = importance == Importance.Taylor ? gradients![slice.Parameter] : null;
            int inner = data.Shape.Product(slice.Axis + 1, data.Shape.Rank), size = data.Shape[slice.Axis];
            for (int i = slice.Index * inner; i < values.Length; i += size * inner)
            {
                for (int k = i; k < i + inner; k++)
                {
                    sum += importance switch
                    {
                        Importance.L2 => values[k] * values[k],
                        Importance.Taylor => values[k] * gradient![k],
                        _ => Math.Abs(values[k]),
                    };
                    count++;
                }
            }
        }

        return importance switch
        {
            Importance.Taylor => sum * sum,
            Importance.L2 => count == 0 ? 0 : Math.Sqrt(sum / count),
            _ => count == 0 ? 0 : sum / count,
        };
    }

    private static HashSet<string> BatchNormScales(ModelGraph graph) => [.. graph.Nodes.Where(n => n.OpType == "BatchNormalization").Select(n => n.Inputs[1])];
}
