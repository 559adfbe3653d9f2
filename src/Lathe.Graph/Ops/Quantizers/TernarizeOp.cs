using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>Trained ternary quantization (Zhu et al. 2017): two learned scales, and 0 below a share (<c>threshold</c>) of the largest magnitude.</summary>
internal sealed class TernarizeOp : QuantizerOp
{
    public override string OpType => "Ternarize";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor w = context.Input(0), positive = context.Input(1), negative = context.Input(2);
        Hold(context, positive, LeastStep, float.PositiveInfinity);
        Hold(context, negative, LeastStep, float.PositiveInfinity);
        float threshold = context.Attributes.Float("threshold", 0.05f) * ChannelMagnitudes.Largest(w.ToArray<float>(), w.Shape, -1)[0];
        return [Functions.TernaryQuantize(w, positive, negative, threshold, KeepsZeros(context.Attributes))];
    }
}
