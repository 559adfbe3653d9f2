using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Two dimensions: those before an axis, and the rest.</summary>
internal sealed class FlattenOp : OpDefinition
{
    public override string OpType => "Flatten";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long axis = context.Attributes.Int("axis", 1);
        return [Functions.Flatten(x, (int)(axis < 0 ? axis + x.Rank : axis))];
    }

    public override OpCost Cost(CostContext context) => default;

    public override void Couple(CouplingContext context) => ReshapeCoupling.Couple(context, context.Input(0)!, context.Output());
}
