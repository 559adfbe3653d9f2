using Lathe.Graph;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>How each operator of a model in floating point becomes operations on floats.</summary>
internal static class FloatNodes
{
    private static readonly Dictionary<string, Action<Node, LoweringContext>> s_lowerings = new()
    {
        ["Identity"] = Edges.Pass,
        ["Dropout"] = Edges.Pass,
        ["Conv"] = FloatConvolutionLowering.Lower,
        ["ConvTranspose"] = FloatConvolutionLowering.LowerTransposed,
        ["Gemm"] = FloatDenseLowering.Lower,
        ["MatMul"] = FloatDenseLowering.Lower,
        ["Add"] = FloatPairLowering.Lower,
        ["Sub"] = FloatPairLowering.Lower,
        ["Mul"] = FloatPairLowering.Lower,
        ["Div"] = FloatPairLowering.Lower,
        ["MaxPool"] = FloatPoolLowering.Window,
        ["AveragePool"] = FloatPoolLowering.Window,
        ["GlobalAveragePool"] = FloatPoolLowering.Global,
        ["GlobalMaxPool"] = FloatPoolLowering.Global,
        ["ReduceMean"] = FloatPoolLowering.Mean,
        ["Concat"] = MovingLowering.Concat,
        ["Flatten"] = MovingLowering.Reshape,
        ["Reshape"] = MovingLowering.Reshape,
        ["Squeeze"] = MovingLowering.Reshape,
        ["Unsqueeze"] = MovingLowering.Reshape,
        ["Transpose"] = MovingLowering.Transpose,
        ["Pad"] = MovingLowering.Pad,
        ["Resize"] = MovingLowering.Resize,
        ["ArgMax"] = ArgMaxLowering.Lower,
        ["Softmax"] = FloatSoftmaxLowering.Lower,
        ["BatchNormalization"] = FloatPairLowering.Normalization,
        ["LSTM"] = FloatRecurrentLowering.Lower,
        ["GRU"] = FloatRecurrentLowering.Lower,
    };

    /// <summary>True when an operator can be lowered in some form.</summary>
    public static bool Knows(Node node) => node.Domain is "" or "ai.onnx" && (s_lowerings.ContainsKey(node.OpType) || FloatFunctionLowering.Knows(node.OpType));

    /// <summary>Lowers a node whose inputs are ready.</summary>
    public static void Lower(Node node, LoweringContext context)
    {
        if (s_lowerings.TryGetValue(node.OpType, out Action<Node, LoweringContext>? lower))
        {
            lower(node, context);
        }
        else
        {
            FloatFunctionLowering.Lower(node, context);
        }
    }
}
