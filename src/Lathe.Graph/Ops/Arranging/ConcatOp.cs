using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Joins tensors along an axis.</summary>
internal sealed class ConcatOp : OpDefinition
{
    public override string OpType => "Concat";

    public override int MaxInputs => 4096;

    public override Tensor[] Forward(ForwardContext context) => [Functions.Concat(context.Inputs(), (int)context.Attributes.Int("axis", 0))];

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(CouplingContext context)
    {
        string y = context.Output();
        int joined = context.Shape(y).Axis((int)context.Node.Attributes.Int("axis", 0));
        int start = 0;
        foreach (string input in context.Node.Inputs.Where(i => i.Length > 0))
        {
            for (int axis = 0; axis < context.Shape(input).Rank; axis++)
            {
                context.LinkRange(input, axis, 0, y, axis, axis == joined ? start : 0, context.Shape(input)[axis]);
            }

            start += context.Shape(input)[joined];
        }
    }
}
