using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>
/// DoReFa-Net's weights (Zhou et al. 2016): <c>scale (2 round(n (tanh w / 2 max|tanh w| + 1/2)) / n - 1)</c>, n = 2^bits - 1; with one bit
/// <c>mean|w| sign(w)</c>. The paper's scale is 1; a trained network's weights keep their size with another.
/// </summary>
internal sealed class TanhQuantizeOp : QuantizerOp
{
    public override string OpType => "TanhQuantize";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor w = context.Input(0);
        int bits = (int)context.Attributes.Int("bits", 4);
        if (bits == 1)
        {
            return [Functions.SignQuantize(w, ChannelMagnitudes.Mean(w.ToArray<float>(), w.Shape, -1), float.PositiveInfinity)];
        }

        float levels = (1L << bits) - 1, scale = context.Attributes.Float("scale", 1);
        Tensor squashed = Functions.Unary(UnaryOp.Tanh, w);
        float most = Math.Max(ChannelMagnitudes.Largest(squashed.ToArray<float>(), w.Shape, -1)[0], LeastStep);
        Tensor unit = Functions.Affine(squashed, 0.5f / most, 0.5f);
        Tensor step = Tensor.From<float>([1 / levels], new Shape(1));
        Tensor grid = Functions.Affine(Functions.StraightQuantize(unit, step, 0, (int)levels), 2 * scale, -scale);
        return [KeepsZeros(context.Attributes) ? Functions.Multiply(grid, NonZero(w)) : grid];
    }

    // The grid has no zero; weights that earlier steps removed must stay away.
    private static Tensor NonZero(Tensor w) => Tensor.From<float>(Array.ConvertAll(w.ToArray<float>(), v => v == 0 ? 0f : 1f), w.Shape);
}
