namespace Lathe.Tensors.Kernels;

/// <summary>Normalisations over binary32 data seen as a matrix of rows and columns.</summary>
public unsafe interface INormalizationKernels
{
    /// <summary>
    /// Batch normalisation of [rows, channels] with statistics of this batch: <c>y = activation(scale (x - mean) / sqrt(var + epsilon) + shift [+ residual])</c>.
    /// mean and inverseDeviation (channels values each) are written for the backward pass, variance (biased) for the running average.
    /// </summary>
    void BatchForwardTraining(int rows, int channels, float* x, float* scale, float* shift, float epsilon, Activation activation, float* residual, float* y, float* mean, float* variance, float* inverseDeviation);

    /// <summary>
    /// Gradients of <see cref="BatchForwardTraining"/>. y (its output) decides where the activation passed; needed only with one.
    /// dx and dresidual (null when unused) may not overlap dy.
    /// </summary>
    void BatchBackward(int rows, int channels, float* x, float* y, float* dy, float* scale, float* mean, float* inverseDeviation, Activation activation, float* dx, float* dscale, float* dshift, float* dresidual);

    /// <summary>Batch normalisation with given statistics.</summary>
    void BatchForwardInference(int rows, int channels, float* x, float* scale, float* shift, float* mean, float* variance, float epsilon, Activation activation, float* y);

    /// <summary>Layer normalisation of each row: <c>y = scale (x - mean) / sqrt(var + epsilon) + shift</c>; scale and shift have columns values, or are null. mean and inverseDeviation get a value per row.</summary>
    void LayerForward(int rows, int columns, float* x, float* scale, float* shift, float epsilon, float* y, float* mean, float* inverseDeviation);

    /// <summary>Gradients of <see cref="LayerForward"/>; dscale and dshift (overwritten) may be null.</summary>
    void LayerBackward(int rows, int columns, float* x, float* dy, float* scale, float* mean, float* inverseDeviation, float* dx, float* dscale, float* dshift);
}
