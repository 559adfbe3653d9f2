using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>Walks over what goes with a channel.</summary>
internal static class ChannelSlices
{
    /// <summary>Calls back with every element of a slice.</summary>
    public static void ForEach(ParameterSlice slice, Shape shape, Action<int> action)
    {
        int inner = shape.Product(slice.Axis + 1, shape.Rank), size = shape[slice.Axis];
        for (int i = slice.Index * inner; i < shape.Count; i += size * inner)
        {
            for (int k = i; k < i + inner; k++)
            {
                action(k);
            }
        }
    }

    /// <summary>The slices of matrices and filters that a channel has.</summary>
    public static IEnumerable<ParameterSlice> Weights(ChannelGroup group, int label, ModelGraph graph) =>
        group.Slices[label].Where(s => graph.Parameters[s.Parameter] is { Type: DType.Float32, Shape.Rank: >= 2 });

    /// <summary>The layers that make channels, by the weight they make them with, and the axis of it that counts them.</summary>
    public static Dictionary<string, int> Makers(ModelGraph graph) => graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul" && n.Input(1) is { } w && graph.Parameters.ContainsKey(w))
        .GroupBy(n => n.Inputs[1]).ToDictionary(g => g.Key, g => WeightQuantizer.ChannelAxis(g.First(), graph.Parameters[g.Key]));

    /// <summary>The scales of batch normalisations.</summary>
    public static HashSet<string> Gammas(ModelGraph graph) => [.. graph.Nodes.Where(n => n.OpType == "BatchNormalization").Select(n => n.Inputs[1])];
}
