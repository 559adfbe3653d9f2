using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>Matrix product of codes to codes.</summary>
internal sealed class QLinearMatMulOp : OpDefinition
{
    public override string OpType => "QLinearMatMul";

    public override int MinInputs => 8;

    public override int MaxInputs => 8;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor a = IntegerProducts.Centered(context.Input(0), context.Input(2), -2), b = IntegerProducts.Centered(context.Input(3), context.Input(5), -1);
        QuantizationParameters output = QuantizationParameters.Read(context, 6, 7, DType.UInt8);
        float[] multiplier = Array.ConvertAll(context.Floats(4)!, s => context.Floats(1)![0] * s / output.Scale[0]);
        return [IntegerProducts.Requantize(IntegerProducts.MatMul(a, b), multiplier, -1, output)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(context.Input(0).Shape.Rank == 0 ? 0 : (long)context.Output(0).Shape.Count * context.Input(0).Shape[-1], 0);
}
