using System.Numerics;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Transposed convolution: each input pixel adds its kernel to the output at <c>stride position - padding</c>; what falls outside is
/// dropped. The weights are [O, KH, KW, C].
/// </summary>
public sealed record TransposedConvolutionOp : ImageLayerOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Input.Shape.Count * Weights.Shape.Product(0, 3);

    private protected override string? WeightProblem(Shape weights, int inputs, int outputs) =>
        weights.Rank == 4 && weights[0] == outputs && weights[3] == inputs ? null : $"[{outputs}, KH, KW, {inputs}]";

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Shape from = Input.Shape, to = Output.Shape;
        int outputs = to[3];
        var sums = new long[to.Count];
        for (int pixel = 0; pixel < from.Product(0, 3); pixel++)
        {
            int n = pixel / (from[1] * from[2]), row = pixel / from[2] % from[1], column = pixel % from[2];
            Scatter(x.Slice(pixel * from[3], from[3]), sums, n, row, column);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            y[i] = T.CreateTruncating(Requantization.Apply(sums[i] + BiasOf(i % outputs), i % outputs));
        }
    }

    private void Scatter<T>(ReadOnlySpan<T> pixel, long[] sums, int n, int row, int column)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape to = Output.Shape, kernel = Weights.Shape;
        for (int tap = 0; tap < kernel[1] * kernel[2]; tap++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (tap / kernel[2]);
            int at = (column * Window.StrideWidth) - Window.PadLeft + (tap % kernel[2]);
            if (y < 0 || y >= to[1] || at < 0 || at >= to[2])
            {
                continue;
            }

            int place = ((((n * to[1]) + y) * to[2]) + at) * to[3];
            for (int o = 0; o < to[3]; o++)
            {
                ReadOnlySpan<sbyte> taps = Weights.Codes.Slice(((o * kernel[1] * kernel[2]) + tap) * kernel[3], kernel[3]);
                for (int c = 0; c < pixel.Length; c++)
                {
                    sums[place + o] += (int.CreateTruncating(pixel[c]) + InputOffset) * taps[c];
                }
            }
        }
    }
}
