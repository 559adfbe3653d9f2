using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Broadcasts to a shape given as input.</summary>
internal sealed class ExpandOp : OpDefinition
{
    public override string OpType => "Expand";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context) =>
        [Functions.Expand(context.Input(0), new Tensors.Shape(Array.ConvertAll(context.Integers(1)!, d => checked((int)d))))];

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
