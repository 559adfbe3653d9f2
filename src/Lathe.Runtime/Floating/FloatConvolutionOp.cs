using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>
/// Convolution in floating point: <c>y[n, i, j, o] = bias[o] + sum over taps of x w[o, tap]</c>. Outside the image lies zero. The weights are
/// [O, KH, KW, C / groups]; groups follow from their channels.
/// </summary>
public sealed record FloatConvolutionOp : FloatImageOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Weights.Shape.Product(1, 4);

    /// <inheritdoc/>
    public override int? OverlapDistance => PlaceOrder.OverlapDistance(Window, Input, Output);

    private protected override string? WeightProblem(Shape weights, int inputs, int outputs)
    {
        bool fits = weights.Rank == 4 && weights[0] == outputs && weights[3] > 0 && inputs % weights[3] == 0 && outputs % (inputs / weights[3]) == 0;
        return fits ? null : $"[{outputs}, KH, KW, {inputs} / groups]";
    }

    private protected override void Place(ReadOnlySpan<float> image, int row, int column, Span<float> y)
    {
        Shape kernel = Weights.Shape;
        int depth = kernel[3], channels = Input.Shape[3], outputsPerGroup = kernel[0] / (channels / depth);
        (FloatReach rows, FloatReach columns) = ReachAt(row, column);

        // Taps of one kernel row lie next to each other where no dilation or group parts them.
        bool joined = Window.DilationWidth == 1 && depth == channels;
        int run = joined ? columns.Last - columns.First : 1;
        for (int o = 0; o < y.Length; o++)
        {
            float sum = BiasOf(o);
            for (int i = rows.First; i < rows.Last; i++)
            {
                for (int j = columns.First; j < columns.Last; j += run)
                {
                    int pixel = ((rows.Start + (i * Window.DilationHeight)) * Input.Shape[2]) + columns.Start + (j * Window.DilationWidth);
                    int tap = (((o * kernel[1]) + i) * kernel[2]) + j;
                    sum += FloatMath.Dot(image.Slice((pixel * channels) + (o / outputsPerGroup * depth), run * depth), Weights.Values.Slice(tap * depth, run * depth));
                }
            }

            y[o] = Held(sum);
        }
    }
}
