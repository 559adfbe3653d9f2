using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>The number of elements as i64.</summary>
internal sealed class SizeOp : OpDefinition
{
    public override string OpType => "Size";

    public override Tensor[] Forward(ForwardContext context) => [Tensor.Scalar<long>(context.Input(0).Count)];

    public override OpCost Cost(CostContext context) => default;
}
