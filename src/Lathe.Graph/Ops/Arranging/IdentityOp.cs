using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>The same tensor.</summary>
internal sealed class IdentityOp : OpDefinition
{
    public override string OpType => "Identity";

    public override Tensor[] Forward(ForwardContext context) => [Functions.Cast(context.Input(0), context.Input(0).DType)];

    public override OpCost Cost(CostContext context) => default;

    public override void Couple(Coupling.CouplingContext context) => context.SameShape();
}
