using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Everything that decides which matmul primitive is needed.</summary>
internal readonly record struct MatMulKey(
    int Batch,
    int M,
    int N,
    int K,
    bool TransposeA,
    bool TransposeB,
    int LeadingA,
    int LeadingB,
    int LeadingC,
    long StrideA,
    long StrideB,
    long StrideC,
    DType InputType,
    bool Accumulate,
    bool HasBias,
    Activation Activation)
{
    /// <summary>The key of a call.</summary>
    public static MatMulKey Of(in GemmArguments g, DType type) => new(
        g.Batch, g.M, g.N, g.K, g.TransposeA, g.TransposeB, g.LeadingA, g.LeadingB, g.LeadingC, g.StrideA, g.StrideB, g.StrideC, type, g.Beta == 1, HasBiasOf(g), g.Activation);

    /// <summary>Operation and shapes for messages.</summary>
    public string Describe() => $"matmul ({InputType}) of {Batch} x [{M},{K}]{(TransposeA ? " transposed" : string.Empty)} by [{K},{N}]{(TransposeB ? " transposed" : string.Empty)}, leading dimensions {LeadingA}, {LeadingB}, {LeadingC}";

    private static unsafe bool HasBiasOf(in GemmArguments g) => g.Bias != null;
}
