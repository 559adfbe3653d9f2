namespace Lathe.Tensors.Kernels;

/// <summary>
/// 2-D convolutions, grouped and depthwise included. Activations are [N, H, W, C], weights [O, I / groups, Kh, Kw].
/// x, w and dy are of <c>inputType</c> (binary32 or bfloat16); sums and results are binary32. No output overlaps an input.
/// </summary>
public unsafe interface IConvolutionKernels
{
    /// <summary>y = activation(x * w + bias [+ y when accumulate]); bias has O values or is null.</summary>
    void Forward(in ConvolutionGeometry geometry, DType inputType, void* x, void* w, float* bias, float* y, Activation activation, bool accumulate);

    /// <summary>dx = gradient of the input (also the forward of a transposed convolution).</summary>
    void BackwardData(in ConvolutionGeometry geometry, DType inputType, void* dy, void* w, float* dx);

    /// <summary>dw = gradient of the weights, db (O values, may be null) = gradient of the bias; both overwritten.</summary>
    void BackwardWeights(in ConvolutionGeometry geometry, DType inputType, void* x, void* dy, float* dw, float* db);
}
