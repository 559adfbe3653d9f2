using System.Numerics;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Depthwise convolution: each output channel reads one input channel, <c>o / multiplier</c>, with its own kernel. The weights are
/// [1, KH, KW, C multiplier].
/// </summary>
public sealed record DepthwiseConvolutionOp : ImageLayerOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Weights.Shape.Product(1, 3);

    /// <inheritdoc/>
    public override int? OverlapDistance => PlaceOrder.OverlapDistance(Window, Input, Output);

    private protected override string? WeightProblem(Shape weights, int inputs, int outputs)
    {
        bool fits = weights.Rank == 4 && weights[0] == 1 && weights[3] == outputs && inputs > 0 && outputs % inputs == 0;
        return fits ? null : $"[1, KH, KW, {outputs}], outputs a multiple of inputs";
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Shape to = Output.Shape;
        int at = 0;
        for (int n = 0; n < to[0]; n++)
        {
            for (int row = 0; row < to[1]; row++)
            {
                for (int column = 0; column < to[2]; column++)
                {
                    for (int o = 0; o < to[3]; o++)
                    {
                        long sum = Sum(x, n, row, column, o);
                        y[at++] = T.CreateTruncating(Requantization.Apply(sum + BiasOf(o), o));
                    }
                }
            }
        }
    }

    private long Sum<T>(ReadOnlySpan<T> x, int n, int row, int column, int o)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, kernel = Weights.Shape;
        int channel = o / (kernel[3] / from[3]);
        long sum = 0;
        for (int ky = 0; ky < kernel[1]; ky++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (ky * Window.DilationHeight);
            for (int kx = 0; kx < kernel[2]; kx++)
            {
                int at = (column * Window.StrideWidth) - Window.PadLeft + (kx * Window.DilationWidth);
                if (y >= 0 && y < from[1] && at >= 0 && at < from[2])
                {
                    int code = int.CreateTruncating(x[(((((n * from[1]) + y) * from[2]) + at) * from[3]) + channel]);
                    sum += (code + InputOffset) * Weights.Codes[(((ky * kernel[2]) + kx) * kernel[3]) + o];
                }
            }
        }

        return sum;
    }
}
