using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Local response normalisation across channels (Krizhevsky et al. 2012).</summary>
internal sealed class LrnOp : OpDefinition
{
    public override string OpType => "LRN";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int size = (int)context.Attributes.Int("size", 1), channels = x.Shape[1];
        Tensor squares = Functions.Multiply(x, x);
        int[] before = new int[x.Rank], after = new int[x.Rank];
        (before[1], after[1]) = ((size - 1) / 2, size / 2);
        Tensor padded = Functions.Pad(squares, before, after);
        Tensor sum = Functions.Slice(padded, 1, 0, channels);
        for (int i = 1; i < size; i++)
        {
            sum = Functions.Add(sum, Functions.Slice(padded, 1, i, channels));
        }

        Tensor scale = Functions.Affine(sum, context.Attributes.Float("alpha", 1e-4f) / size, context.Attributes.Float("bias", 1));
        return [Functions.Divide(x, Functions.Binary(BinaryOp.Power, scale, Tensor.Scalar(context.Attributes.Float("beta", 0.75f))))];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(8);
}
