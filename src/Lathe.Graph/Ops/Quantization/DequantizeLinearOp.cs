using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary><c>(q - zero) scale</c>; per tensor or per axis.</summary>
internal sealed class DequantizeLinearOp : OpDefinition
{
    public override string OpType => "DequantizeLinear";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        QuantizationParameters q = QuantizationParameters.Read(context, 1, 2, x.DType);
        int[] codes = Functions.Cast(x, DType.Int32).ToArray<int>();
        float[] values = new float[codes.Length];
        int axis = q.Scale.Length == 1 ? 0 : x.Shape.Axis((int)context.Attributes.Int("axis", 1));
        int inner = q.Scale.Length == 1 ? values.Length : x.Shape.Product(axis + 1, x.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            int channel = q.Scale.Length == 1 ? 0 : i / inner % q.Scale.Length;
            values[i] = (float)(codes[i] - q.Zero[channel]) * q.Scale[channel];
        }

        return [Tensor.From<float>(values, x.Shape)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(2);
}
