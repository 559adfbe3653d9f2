using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Pooling;

/// <summary>Mean or largest element over all of space.</summary>
internal sealed class GlobalPoolOp(string opType, ReduceOp op) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        return [Functions.Reduce(op, x, Enumerable.Range(2, x.Rank - 2).ToArray(), keepDimensions: true)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, context.Input(0).Shape.Count);

    public override void Couple(Coupling.CouplingContext context) => context.Link(context.Input(0)!, 1, context.Output(), 1);
}
