using System.Collections.Frozen;
using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Upgrade;

/// <summary>
/// Operators that mean the same since an operator set before 7. A model of such a set is read when it uses no others; most
/// operators changed in 7, where broadcasting became what it is.
/// </summary>
internal static class EarlyOperators
{
    private static readonly FrozenDictionary<string, int> s_since = new Dictionary<string, int>
    {
        ["Abs"] = 6, ["ArgMax"] = 1, ["ArgMin"] = 1, ["AveragePool"] = 1, ["Cast"] = 6, ["Ceil"] = 6, ["Clip"] = 6, ["Concat"] = 4, ["Constant"] = 1, ["Conv"] = 1, ["ConvTranspose"] = 1,
        ["DepthToSpace"] = 1, ["Elu"] = 6, ["Exp"] = 6, ["Flatten"] = 1, ["Floor"] = 6, ["Gather"] = 1, ["GlobalAveragePool"] = 1, ["GlobalMaxPool"] = 1, ["HardSigmoid"] = 6,
        ["Hardmax"] = 1, ["Identity"] = 1, ["InstanceNormalization"] = 6, ["LRN"] = 1, ["LeakyRelu"] = 6, ["Log"] = 6, ["LogSoftmax"] = 1, ["MatMul"] = 1, ["Max"] = 6, ["MaxPool"] = 1, ["Mean"] = 6, ["Min"] = 6, ["Neg"] = 6, ["Not"] = 1,
        ["Pad"] = 2, ["Reciprocal"] = 6, ["ReduceL1"] = 1, ["ReduceL2"] = 1, ["ReduceLogSum"] = 1, ["ReduceLogSumExp"] = 1, ["ReduceMax"] = 1, ["ReduceMean"] = 1, ["ReduceMin"] = 1,
        ["ReduceProd"] = 1, ["ReduceSum"] = 1, ["ReduceSumSquare"] = 1, ["Relu"] = 6, ["Reshape"] = 5, ["Selu"] = 6, ["Shape"] = 1, ["Sigmoid"] = 6, ["Size"] = 1, ["Slice"] = 1,
        ["Softmax"] = 1, ["Softplus"] = 1, ["Softsign"] = 1, ["SpaceToDepth"] = 1, ["Split"] = 2, ["Sqrt"] = 6, ["Squeeze"] = 1, ["Sum"] = 6, ["Tanh"] = 6, ["Tile"] = 6, ["TopK"] = 1, ["Transpose"] = 1, ["Unsqueeze"] = 1,
    }.ToFrozenDictionary();

    /// <summary>The operators of a graph, subgraphs included, that meant something else in an early operator set.</summary>
    public static IReadOnlyList<string> Changed(GraphProto graph, long opset) =>
        [.. Operators(graph).Where(o => !s_since.TryGetValue(o, out int since) || since > opset).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Operators(GraphProto graph) =>
        graph.Node.SelectMany(n => n.Attribute.Where(a => a.G is not null).SelectMany(a => Operators(a.G)).Prepend(n.OpType));
}
