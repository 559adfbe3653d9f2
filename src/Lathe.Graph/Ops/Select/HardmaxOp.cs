using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>1 at the first largest element along an axis, 0 elsewhere.</summary>
internal sealed class HardmaxOp : OpDefinition
{
    public override string OpType => "Hardmax";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", -1));
        int size = x.Shape[axis], inner = x.Shape.Product(axis + 1, x.Rank);
        long[] largest = Functions.ArgMax(x, axis).ToArray<long>();
        float[] y = new float[x.Count];
        for (int i = 0; i < largest.Length; i++)
        {
            y[(((i / inner * (long)size) + largest[i]) * inner) + (i % inner)] = 1;
        }

        return [Floating.Back(Tensor.From<float>(y, x.Shape), x.DType)];
    }

    public override void Couple(Coupling.CouplingContext context) => context.SameShape();
}
