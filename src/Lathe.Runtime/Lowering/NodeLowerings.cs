using Lathe.Graph;

namespace Lathe.Runtime.Lowering;

/// <summary>How each operator of a quantized model becomes operations on codes.</summary>
internal static class NodeLowerings
{
    private static readonly Dictionary<string, Action<Node, LoweringContext>> s_lowerings = new()
    {
        ["QuantizeLinear"] = Edges.Quantize,
        ["DequantizeLinear"] = Edges.Dequantize,
        ["Identity"] = Edges.Pass,
        ["Dropout"] = Edges.Pass,
        ["Conv"] = ConvolutionLowering.Lower,
        ["ConvTranspose"] = ConvolutionLowering.LowerTransposed,
        ["Gemm"] = DenseLowering.Lower,
        ["MatMul"] = DenseLowering.Lower,
        ["Add"] = PairLowering.Lower,
        ["Mul"] = PairLowering.Lower,
        ["Sub"] = PairLowering.Lower,
        ["Div"] = PairLowering.Lower,
        ["MaxPool"] = PoolLowering.Max,
        ["AveragePool"] = PoolLowering.Average,
        ["GlobalAveragePool"] = PoolLowering.Global,
        ["GlobalMaxPool"] = PoolLowering.Global,
        ["ReduceMean"] = PoolLowering.Mean,
        ["Concat"] = MovingLowering.Concat,
        ["Flatten"] = MovingLowering.Reshape,
        ["Reshape"] = MovingLowering.Reshape,
        ["Squeeze"] = MovingLowering.Reshape,
        ["Unsqueeze"] = MovingLowering.Reshape,
        ["Transpose"] = MovingLowering.Transpose,
        ["Pad"] = MovingLowering.Pad,
        ["Resize"] = MovingLowering.Resize,
        ["ArgMax"] = ArgMaxLowering.Lower,
        ["Softmax"] = SoftmaxLowering.Lower,
        ["BatchNormalization"] = NormalizationLowering.Batch,
        ["LSTM"] = RecurrentLowering.Lower,
        ["GRU"] = RecurrentLowering.Lower,
    };

    /// <summary>True when an operator can be lowered in some form.</summary>
    public static bool Knows(Node node) => node.Domain is "" or "ai.onnx" && (s_lowerings.ContainsKey(node.OpType) || FunctionLowering.Knows(node.OpType));

    /// <summary>Lowers a node whose inputs are ready.</summary>
    public static void Lower(Node node, LoweringContext context)
    {
        if (s_lowerings.TryGetValue(node.OpType, out Action<Node, LoweringContext>? lower))
        {
            lower(node, context);
        }
        else
        {
            FunctionLowering.Lower(node, context);
        }
    }
}
