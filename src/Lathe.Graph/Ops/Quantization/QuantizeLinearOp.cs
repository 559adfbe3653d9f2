using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary><c>clamp(round(x / scale) + zero)</c>, ties to even; per tensor or per axis.</summary>
internal sealed class QuantizeLinearOp : OpDefinition
{
    public override string OpType => "QuantizeLinear";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        QuantizationParameters q = QuantizationParameters.Read(context, 1, 2, DType.UInt8);
        float[] values = x.ToArray<float>();
        int axis = q.Scale.Length == 1 ? 0 : x.Shape.Axis((int)context.Attributes.Int("axis", 1));
        int inner = q.Scale.Length == 1 ? values.Length : x.Shape.Product(axis + 1, x.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            int channel = q.Scale.Length == 1 ? 0 : i / inner % q.Scale.Length;
            values[i] = Math.Clamp(MathF.Round(values[i] / q.Scale[channel]) + q.Zero[channel], q.Low, q.High);
        }

        return [Functions.Cast(Tensor.From<float>(values, x.Shape), q.Type)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(3);
}
