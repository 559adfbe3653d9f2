using Lathe.Graph;

namespace Lathe.Runtime.Lowering;

/// <summary>How each operator of a quantized model becomes operations on codes.</summary>
internal static class NodeLowerings
{
    /// <summary>The operators.</summary>
    public static LoweringTable Table { get; } = new(
        new()
        {
            ["QuantizeLinear"] = Edges.Quantize,
            ["DequantizeLinear"] = Edges.Dequantize,
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
            ["Softmax"] = SoftmaxLowering.Lower,
            ["BatchNormalization"] = NormalizationLowering.Batch,
            ["LSTM"] = RecurrentLowering.Lower,
            ["GRU"] = RecurrentLowering.Lower,
        },
        FunctionLowering.Knows,
        FunctionLowering.Lower);
}
