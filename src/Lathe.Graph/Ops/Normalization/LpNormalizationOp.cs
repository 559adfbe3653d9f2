using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Divides by the L1 or L2 norm along an axis.</summary>
internal sealed class LpNormalizationOp : OpDefinition
{
    public override string OpType => "LpNormalization";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", -1));
        bool absolute = context.Attributes.Int("p", 2) == 1;
        Tensor norm = Functions.Reduce(absolute ? ReduceOp.SumAbs : ReduceOp.SumSquare, x, [axis], true);
        return [Functions.Divide(x, absolute ? norm : Functions.Unary(UnaryOp.Sqrt, norm))];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(4);
}
