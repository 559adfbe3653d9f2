using System.Collections.Frozen;
using Lathe.Graph;

namespace Lathe.Onnx.Upgrade;

/// <summary>The number of dimensions of values, as far as it follows from the operators alone.</summary>
internal static class RankInference
{
    private static readonly FrozenSet<string> s_keeping = FrozenSet.Create(
        "Conv", "ConvTranspose", "BatchNormalization", "InstanceNormalization", "GroupNormalization", "LayerNormalization", "LRN", "Dropout", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "LpPool", "GlobalLpPool",
        "Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "Tanh", "Softplus", "Softsign", "Clip", "PRelu", "Exp", "Log", "Sqrt", "Abs", "Neg", "Erf", "Floor", "Ceil", "Reciprocal",
        "Celu", "ThresholdedRelu", "Shrink", "Sign", "Round", "Sin", "Cos", "MeanVarianceNormalization", "MaxUnpool", "GridSample", "ReverseSequence", "CumSum", "Trilu",
        "Softmax", "LogSoftmax", "Hardmax", "Identity", "Cast", "Transpose", "Concat", "Slice", "Split", "Pad", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth", "QuantizeLinear", "DequantizeLinear");

    private static readonly FrozenSet<string> s_broadcasting = FrozenSet.Create("Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "Where");

    /// <summary>The known ranks of a graph's values.</summary>
    public static IReadOnlyDictionary<string, int> Run(ModelGraph graph)
    {
        var ranks = graph.Parameters.ToDictionary(p => p.Key, p => p.Value.Shape.Rank);
        foreach (ValueInfo input in graph.Inputs)
        {
            if (input.Shape is { } shape)
            {
                ranks[input.Name] = shape.Length;
            }
        }

        foreach (Node node in graph.Nodes.Where(n => n.Domain.Length == 0 && n.Inputs.Length > 0))
        {
            if (Of(graph, node, ranks) is { } rank)
            {
                foreach (string output in node.Outputs)
                {
                    ranks[output] = rank;
                }
            }
        }

        return ranks;
    }

    private static int? Of(ModelGraph graph, Node node, Dictionary<string, int> ranks)
    {
        int? Rank(int index) => node.Input(index) is { } name && ranks.TryGetValue(name, out int rank) ? rank : null;
        int? Count(int index) => node.Input(index) is { } name && graph.Parameters.TryGetValue(name, out TensorData? data) ? data.Count : null;
        if (s_keeping.Contains(node.OpType))
        {
            return Rank(0);
        }

        if (s_broadcasting.Contains(node.OpType))
        {
            return node.Inputs.All(ranks.ContainsKey) ? node.Inputs.Max(i => ranks[i]) : null;
        }

        return node.OpType switch
        {
            "Flatten" or "Gemm" => 2,
            "MatMul" => Rank(0) >= 2 && Rank(1) >= 2 ? Math.Max(Rank(0)!.Value, Rank(1)!.Value) : null,
            "Reshape" => Count(1),
            "Squeeze" => Rank(0) - Count(1),
            "Unsqueeze" => Rank(0) + Count(1),
            "Gather" => Rank(0) + Rank(1) - 1,
            "Shape" => 1,
            _ => null,
        };
    }
}
