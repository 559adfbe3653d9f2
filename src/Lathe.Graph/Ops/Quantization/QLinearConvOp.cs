using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>Convolution of codes to codes.</summary>
internal sealed class QLinearConvOp : OpDefinition
{
    public override string OpType => "QLinearConv";

    public override int MinInputs => 8;

    public override int MaxInputs => 9;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = IntegerProducts.Centered(context.Input(0), context.Input(2), 1), w = IntegerProducts.Centered(context.Input(3), context.Input(5), 0);
        Tensor sums = IntegerProducts.Convolution(x, w, SpatialAttributes.Convolution(context.Node, x.Shape, w.Shape));
        if (context.Optional(8) is { } bias)
        {
            int[] shape = [bias.Count, .. Enumerable.Repeat(1, x.Rank - 2)];
            sums = Functions.Add(sums, Functions.Reshape(bias, new Tensors.Shape(shape)));
        }

        QuantizationParameters output = QuantizationParameters.Read(context, 6, 7, DType.UInt8);
        float[] multiplier = Array.ConvertAll(context.Floats(4)!, s => context.Floats(1)![0] * s / output.Scale[0]);
        return [IntegerProducts.Requantize(sums, multiplier, 1, output)];
    }

    public override OpCost Cost(CostContext context)
    {
        Tensors.Shape w = context.Input(3).Shape;
        return context.Traffic((long)context.Output(0).Shape.Count * w.Product(1, w.Rank), 0);
    }
}
