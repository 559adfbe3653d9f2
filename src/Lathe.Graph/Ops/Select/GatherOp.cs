using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Slices along an axis at integer indices; with a float parameter as data an embedding.</summary>
internal sealed class GatherOp : OpDefinition
{
    public override string OpType => "Gather";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override bool Learns(int input) => input == 0;

    public override Tensor[] Forward(ForwardContext context) =>
        [Functions.Gather(context.Input(0), context.Input(1), (int)context.Attributes.Int("axis", 0))];

    public override OpCost Cost(CostContext context)
    {
        OpCost cost = context.Traffic(0, 0);
        return cost with { BytesRead = cost.BytesWritten + context.Input(1).Bytes };
    }

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        Tensors.Shape from = context.Shape(x);
        int gathered = from.Rank == 0 ? 0 : from.Axis((int)context.Node.Attributes.Int("axis", 0)), indices = context.Shape(context.Input(1)!).Rank;
        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (axis == gathered)
            {
                context.Pin(x, axis);
            }
            else
            {
                context.Link(x, axis, y, axis < gathered ? axis : axis - 1 + indices);
            }
        }
    }
}
