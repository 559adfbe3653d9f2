using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>Quantizes to u8 with the range of the tensor itself.</summary>
internal sealed class DynamicQuantizeLinearOp : OpDefinition
{
    public override string OpType => "DynamicQuantizeLinear";

    public override Tensor[] Forward(ForwardContext context)
    {
        float[] x = context.Input(0).ToArray<float>();
        float low = Math.Min(0, x.DefaultIfEmpty().Min()), high = Math.Max(0, x.DefaultIfEmpty().Max());
        float scale = (high - low) / 255;
        scale = scale == 0 ? 1 : scale;
        byte zero = (byte)Math.Clamp(MathF.Round((0 - low) / scale), 0, 255);
        byte[] codes = Array.ConvertAll(x, v => (byte)Math.Clamp(MathF.Round(v / scale) + zero, 0, 255));
        return [Tensor.From<byte>(codes, context.Input(0).Shape), Tensor.Scalar(scale), Tensor.Scalar(zero)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(5);
}
