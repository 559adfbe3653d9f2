namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>Which of a convolution's three computations.</summary>
internal enum ConvolutionDirection
{
    Forward,
    BackwardData,
    BackwardWeights,
}
