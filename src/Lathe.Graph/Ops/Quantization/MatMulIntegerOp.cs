using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>MatMulInteger: matrix product of codes to i32 sums.</summary>
internal sealed class MatMulIntegerOp : OpDefinition
{
    public override string OpType => "MatMulInteger";

    public override int MinInputs => 2;

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context) =>
        [IntegerProducts.MatMul(IntegerProducts.Centered(context.Input(0), context.Optional(2), -2), IntegerProducts.Centered(context.Input(1), context.Optional(3), -1))];

    public override OpCost Cost(CostContext context) => context.Traffic(context.Input(0).Shape.Rank == 0 ? 0 : (long)context.Output(0).Shape.Count * context.Input(0).Shape[-1], 0);
}
