using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>
/// Depthwise convolution in floating point: each output channel reads one input channel, <c>o / multiplier</c>, with its own kernel. The weights are
/// [1, KH, KW, C multiplier]. One tap of factors is a line for each channel, as batch normalisation is.
/// </summary>
public sealed record FloatDepthwiseOp : FloatImageOp
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

    private protected override void Place(ReadOnlySpan<float> image, int row, int column, Span<float> y)
    {
        int channels = Input.Shape[3], multiplier = y.Length / channels;
        (FloatReach rows, FloatReach columns) = ReachAt(row, column);
        for (int o = 0; o < y.Length; o++)
        {
            float sum = BiasOf(o);
            for (int i = rows.First; i < rows.Last; i++)
            {
                for (int j = columns.First; j < columns.Last; j++)
                {
                    int pixel = ((rows.Start + (i * Window.DilationHeight)) * Input.Shape[2]) + columns.Start + (j * Window.DilationWidth);
                    sum += image[(pixel * channels) + (o / multiplier)] * Weights.Values[(((i * Weights.Shape[2]) + j) * y.Length) + o];
                }
            }

            y[o] = Held(sum);
        }
    }
}
