using Lathe.Tensors;

namespace Lathe.Graph.Ops.Reduce;

/// <summary>The index of the largest or smallest element along an axis.</summary>
internal sealed class ArgOp(string opType, bool largest) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        int axis = (int)context.Attributes.Int("axis", 0);
        bool keep = context.Attributes.Int("keepdims", 1) != 0, last = context.Attributes.Int("select_last_index", 0) != 0;
        return [largest ? Functions.ArgMax(context.Input(0), axis, keep, last) : Functions.ArgMin(context.Input(0), axis, keep, last)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, context.Input(0).Shape.Count);
}
