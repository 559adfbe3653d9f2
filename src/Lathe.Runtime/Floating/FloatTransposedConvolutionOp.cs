using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>
/// Transposed convolution in floating point: each input pixel adds its kernel to the output at <c>stride position - padding</c>; what falls outside is
/// dropped. The weights are [O, KH, KW, C].
/// </summary>
public sealed record FloatTransposedConvolutionOp : FloatImageOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Input.Shape.Count * Weights.Shape.Product(0, 3);

    private protected override string? WeightProblem(Shape weights, int inputs, int outputs) =>
        weights.Rank == 4 && weights[0] == outputs && weights[3] == inputs ? null : $"[{outputs}, KH, KW, {inputs}]";

    private protected override void Place(ReadOnlySpan<float> image, int row, int column, Span<float> y)
    {
        Shape kernel = Weights.Shape;
        int depth = kernel[3], taps = kernel[1] * kernel[2];
        for (int o = 0; o < y.Length; o++)
        {
            float sum = BiasOf(o);
            for (int tap = 0; tap < taps; tap++)
            {
                (int up, int upRest) = Math.DivRem(row + Window.PadTop - (tap / kernel[2]), Window.StrideHeight);
                (int left, int leftRest) = Math.DivRem(column + Window.PadLeft - (tap % kernel[2]), Window.StrideWidth);
                if (upRest == 0 && leftRest == 0 && up >= 0 && up < Input.Shape[1] && left >= 0 && left < Input.Shape[2])
                {
                    sum += FloatMath.Dot(image.Slice(((up * Input.Shape[2]) + left) * depth, depth), Weights.Values.Slice(((o * taps) + tap) * depth, depth));
                }
            }

            y[o] = Held(sum);
        }
    }
}
