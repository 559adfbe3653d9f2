using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Reduce;

/// <summary>A reduction over axes given as input or attribute.</summary>
internal sealed class ReduceOpDefinition(string opType, ReduceOp op, Func<Tensor, Tensor>? before = null, Func<Tensor, Tensor>? after = null) : OpDefinition
{
    public override string OpType => opType;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long[] axes = context.Integers(1) ?? context.Attributes.Ints("axes") ?? [];
        if (axes.Length == 0 && context.Attributes.Int("noop_with_empty_axes", 0) != 0)
        {
            return [Functions.Cast(x, x.DType)];
        }

        Tensor input = x.DType == DType.Float32 ? x : Functions.Cast(x, DType.Float32);
        input = before is null ? input : before(input);
        Tensor y = Functions.Reduce(op, input, Array.ConvertAll(axes, a => (int)a), context.Attributes.Int("keepdims", 1) != 0);
        y = after is null ? y : after(y);
        return [Functions.Cast(y, x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, context.Input(0).Shape.Count);

    public override void Couple(Coupling.CouplingContext context)
    {
        Tensors.Shape from = context.Shape(context.Input(0)!), to = context.Shape(context.Output());
        if (from.Rank != to.Rank)
        {
            bool pooled = from.Rank == 4 && to.Rank == 2 && from[0] == to[0] && from[1] == to[1];
            if (!pooled)
            {
                context.PinAll();
                return;
            }
        }

        for (int axis = 0; axis < to.Rank; axis++)
        {
            if (from[axis] == to[axis])
            {
                context.Link(context.Input(0)!, axis, context.Output(), axis);
            }
        }
    }
}
