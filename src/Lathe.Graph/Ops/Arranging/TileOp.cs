using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Repeats a tensor along each axis.</summary>
internal sealed class TileOp : OpDefinition
{
    public override string OpType => "Tile";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = Functions.Cast(context.Input(0), context.Input(0).DType);
        long[] repeats = context.Integers(1)!;
        for (int axis = 0; axis < repeats.Length; axis++)
        {
            if (repeats[axis] != 1)
            {
                x = repeats[axis] == 0 ? Functions.Slice(x, axis, 0, 0) : Functions.Concat([.. Enumerable.Repeat(x, checked((int)repeats[axis]))], axis);
            }
        }

        return [x];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
