using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>A tensor of one value with a shape given as input.</summary>
internal sealed class ConstantOfShapeOp : OpDefinition
{
    public override string OpType => "ConstantOfShape";

    public override Tensor[] Forward(ForwardContext context)
    {
        var shape = new Tensors.Shape(Array.ConvertAll(context.Integers(0)!, d => checked((int)d)));
        TensorData value = context.Attributes.Tensor("value") ?? TensorData.Scalar(0f);
        Tensor one = Tensor.FromBytes(value.Bytes.Span, Tensors.Shape.Scalar, value.Type);
        return [Functions.Expand(one, shape)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
