namespace Lathe.Tensors.Kernels;

/// <summary>Softmax over the rows of a binary32 matrix. y may be x itself.</summary>
public unsafe interface ISoftmaxKernels
{
    /// <summary><c>y = exp(x - max) / sum</c>, or its logarithm.</summary>
    void Forward(int rows, int columns, float* x, float* y, bool logarithm);

    /// <summary>dx from dy and the forward result y.</summary>
    void Backward(int rows, int columns, float* y, float* dy, float* dx, bool logarithm);

    /// <summary>
    /// Cross-entropy of rows of logits with integer labels and label smoothing: losses gets one value per row; dx (may be null)
    /// gets <c>gradientScale (softmax(x) - target)</c>. A label of <paramref name="ignore"/> gives loss 0 and gradient 0.
    /// </summary>
    void CrossEntropy(int rows, int columns, float* x, int* labels, float smoothing, int ignore, float gradientScale, float* losses, float* dx);
}
