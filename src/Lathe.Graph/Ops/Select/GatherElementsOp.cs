using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Single elements along an axis at integer indices.</summary>
internal sealed class GatherElementsOp : OpDefinition
{
    public override string OpType => "GatherElements";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), indices = context.Input(1);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", 0));
        long[] flat = ElementPlaces.Flat(context.Node, x.Shape, indices.Shape, context.Integers(1)!, axis);
        Tensor row = Functions.Reshape(x, new Tensors.Shape(x.Count));
        return [Functions.Reshape(Functions.Gather(row, Tensor.From<long>(flat, new Tensors.Shape(flat.Length))), indices.Shape)];
    }
}
