namespace Lathe.Tensors.Kernels;

/// <summary>2-D pooling over binary32 activations stored as [N, H, W, C].</summary>
public unsafe interface IPoolingKernels
{
    /// <summary>Largest element of each window; <paramref name="indices"/> (may be null) gets, per output element, h * W + w of its place in the input.</summary>
    void MaxForward(in PoolGeometry geometry, float* x, float* y, int* indices);

    /// <summary>dx (overwritten) = dy sent back to the recorded places.</summary>
    void MaxBackward(in PoolGeometry geometry, float* dy, int* indices, float* dx);

    /// <summary>Mean of each window.</summary>
    void AverageForward(in PoolGeometry geometry, float* x, float* y);

    /// <summary>dx (overwritten) = dy spread over the windows.</summary>
    void AverageBackward(in PoolGeometry geometry, float* dy, float* dx);
}
