using Lathe.Graph;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>How each operator of a model in floating point becomes operations on floats.</summary>
internal static class FloatNodes
{
    /// <summary>The operators.</summary>
    public static LoweringTable Table { get; } = new(
        new()
        {
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
            ["Softmax"] = FloatSoftmaxLowering.Lower,
            ["BatchNormalization"] = FloatPairLowering.Normalization,
            ["LSTM"] = FloatRecurrentLowering.Lower,
            ["GRU"] = FloatRecurrentLowering.Lower,
        },
        FloatFunctionLowering.Knows,
        FloatFunctionLowering.Lower);
}
