using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>ConvInteger: convolution of codes to i32 sums.</summary>
internal sealed class ConvIntegerOp : OpDefinition
{
    public override string OpType => "ConvInteger";

    public override int MinInputs => 2;

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = IntegerProducts.Centered(context.Input(0), context.Optional(2), 1), w = IntegerProducts.Centered(context.Input(1), context.Optional(3), 0);
        return [IntegerProducts.Convolution(x, w, SpatialAttributes.Convolution(context.Node, x.Shape, w.Shape))];
    }

    public override OpCost Cost(CostContext context)
    {
        Tensors.Shape w = context.Input(1).Shape;
        return context.Traffic((long)context.Output(0).Shape.Count * w.Product(1, w.Rank), 0);
    }
}
