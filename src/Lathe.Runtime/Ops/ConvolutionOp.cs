using System.Numerics;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Convolution: <c>y[n, i, j, o] = requantize(bias[o] + sum over taps of (x + offset) w[o, tap])</c>. Outside the image x is the zero
/// point, so that it adds nothing. The weights are [O, KH, KW, C / groups];
/// groups follow from their channels.
/// </summary>
public sealed record ConvolutionOp : ImageLayerOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Weights.Shape.Product(1, 4);

    /// <summary>Bytes that a kernel wants while it runs; the reference needs none.</summary>
    public int Room { get; init; }

    /// <summary>Places that a kernel computes together: it reads all of them until it has written all of them.</summary>
    public int PlacesAtOnce { get; init; } = 1;

    /// <inheritdoc/>
    public override int ScratchBytes => Room;

    /// <inheritdoc/>
    public override int? OverlapDistance => PlaceOrder.OverlapDistance(Window, Input, Output) + ((PlacesAtOnce - 1) * Output.Shape[-1] * Output.Type.Size());

    private protected override string? WeightProblem(Shape weights, int inputs, int outputs)
    {
        bool fits = weights.Rank == 4 && weights[0] == outputs && weights[3] > 0 && inputs % weights[3] == 0 && outputs % (inputs / weights[3]) == 0;
        return fits ? null : $"[{outputs}, KH, KW, {inputs} / groups]";
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Shape to = Output.Shape;
        int outputsPerGroup = to[3] / (Input.Shape[3] / Weights.Shape[3]);
        int at = 0;
        for (int n = 0; n < to[0]; n++)
        {
            for (int row = 0; row < to[1]; row++)
            {
                for (int column = 0; column < to[2]; column++)
                {
                    for (int o = 0; o < to[3]; o++)
                    {
                        long sum = Sum(x, n, row, column, o, o / outputsPerGroup * Weights.Shape[3]);
                        y[at++] = T.CreateTruncating(Requantization.Apply(sum + BiasOf(o), o));
                    }
                }
            }
        }
    }

    private long Sum<T>(ReadOnlySpan<T> x, int n, int row, int column, int o, int firstChannel)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, kernel = Weights.Shape;
        ReadOnlySpan<sbyte> weights = Weights.Codes;
        long sum = 0;
        for (int ky = 0; ky < kernel[1]; ky++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (ky * Window.DilationHeight);
            for (int kx = 0; kx < kernel[2]; kx++)
            {
                int at = (column * Window.StrideWidth) - Window.PadLeft + (kx * Window.DilationWidth);
                if (y < 0 || y >= from[1] || at < 0 || at >= from[2])
                {
                    continue;
                }

                ReadOnlySpan<T> pixel = x.Slice((((((n * from[1]) + y) * from[2]) + at) * from[3]) + firstChannel, kernel[3]);
                ReadOnlySpan<sbyte> taps = weights.Slice(((((o * kernel[1]) + ky) * kernel[2]) + kx) * kernel[3], kernel[3]);
                for (int c = 0; c < pixel.Length; c++)
                {
                    sum += (int.CreateTruncating(pixel[c]) + InputOffset) * taps[c];
                }
            }
        }

        return sum;
    }
}
