using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels;

/// <summary>
/// One complete set of kernels. Backends are put together from families, so that a native one replaces what it does better
/// and keeps the managed rest: <c>managed with { Convolution = ... }</c>.
/// </summary>
public sealed record KernelBackend
{
    /// <summary>The name shown to users: managed, onednn.</summary>
    public required string Name { get; init; }

    /// <summary>The threads the kernels run on.</summary>
    public required ThreadTeam Threads { get; init; }

    /// <summary>True when bfloat16 products run in hardware here; else they are emulated exactly and slowly.</summary>
    public bool HasNativeBFloat16 { get; init; }

    /// <summary>Matrix products.</summary>
    public required IMatMulKernels MatMul { get; init; }

    /// <summary>Convolutions.</summary>
    public required IConvolutionKernels Convolution { get; init; }

    /// <summary>Pooling.</summary>
    public required IPoolingKernels Pooling { get; init; }

    /// <summary>Batch and layer normalisation.</summary>
    public required INormalizationKernels Normalization { get; init; }

    /// <summary>Softmax and cross-entropy.</summary>
    public required ISoftmaxKernels Softmax { get; init; }

    /// <summary>LSTM and GRU.</summary>
    public required IRecurrentKernels Recurrent { get; init; }

    /// <summary>Elementwise functions.</summary>
    public required IElementwiseKernels Elementwise { get; init; }

    /// <summary>Reductions.</summary>
    public required IReductionKernels Reduction { get; init; }

    /// <summary>Transposes.</summary>
    public required ILayoutKernels Layout { get; init; }

    /// <summary>Optimizer updates.</summary>
    public required IUpdateKernels Update { get; init; }
}
