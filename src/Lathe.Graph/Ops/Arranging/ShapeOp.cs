using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>The dimensions of a tensor as i64, or a range of them.</summary>
internal sealed class ShapeOp : OpDefinition
{
    public override string OpType => "Shape";

    public override Tensor[] Forward(ForwardContext context)
    {
        long[] dimensions = Array.ConvertAll(context.Input(0).Shape.Dimensions.ToArray(), d => (long)d);
        int rank = dimensions.Length;
        int start = Clamp(context.Attributes.Int("start", 0), rank), end = Clamp(context.Attributes.Int("end", rank), rank);
        long[] part = dimensions[start..Math.Max(start, end)];
        return [Tensor.From<long>(part, new Tensors.Shape(part.Length))];
    }

    public override OpCost Cost(CostContext context) => default;

    // The shape is read at run time, so it follows whatever happens to its input.
    public override void Couple(Coupling.CouplingContext context)
    {
    }

    private static int Clamp(long value, int rank) => (int)Math.Clamp(value < 0 ? value + rank : value, 0, rank);
}
