using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Compression.Sparsity.VariationalDropout;

/// <summary>
/// Local reparameterisation (Kingma et al. 2015): noise on weights is noise on outputs of mean <c>x w</c> and variance <c>x^2 variance</c>, drawn once
/// for each output.
/// </summary>
internal static class NoisyLayer
{
    private const float Smallest = 1e-8f;

    /// <summary>The outputs of a layer under noise.</summary>
    /// <param name="layer">Conv, Gemm or MatMul.</param>
    /// <param name="x">Its input.</param>
    /// <param name="mean">Its outputs without noise.</param>
    /// <param name="logVariance">Log variances, of the weight's shape.</param>
    /// <param name="key">Randomness.</param>
    public static Tensor Apply(Node layer, Tensor x, Tensor mean, Tensor logVariance, RandomKey key)
    {
        Tensor spread = Functions.Unary(UnaryOp.Sqrt, Functions.Affine(Variance(layer, Functions.Multiply(x, x), Functions.Unary(UnaryOp.Exp, logVariance)), 1, Smallest));
        float[] draws = new float[mean.Count];
        key.FillNormal(draws);
        return Functions.Add(mean, Functions.Multiply(spread, Tensor.From<float>(draws, mean.Shape)));
    }

    /// <summary>The variance of the outputs.</summary>
    internal static Tensor Variance(Node layer, Tensor squares, Tensor variance) => layer.OpType switch
    {
        "Conv" => Functions.Convolution(squares, variance, null, SpatialAttributes.Convolution(layer, squares.Shape, variance.Shape)),
        "Gemm" => Functions.MatMul(squares, variance, transposeB: layer.Attributes.Int("transB", 0) != 0),
        _ => Functions.MatMul(squares, variance),
    };
}
