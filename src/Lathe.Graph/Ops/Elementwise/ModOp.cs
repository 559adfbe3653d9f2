using Lathe.Tensors;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>Remainder: sign of the divisor for integers, of the dividend with fmod.</summary>
internal sealed class ModOp : OpDefinition
{
    public override string OpType => "Mod";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor a = context.Input(0);
        Shape shape = Tensors.Shape.Broadcast(a.Shape, context.Input(1).Shape);
        bool fmod = context.Attributes.Int("fmod", 0) != 0;
        double[] x = Functions.Cast(Functions.Expand(a, shape), DType.Float64).ToArray<double>();
        double[] y = Functions.Cast(Functions.Expand(context.Input(1), shape), DType.Float64).ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            double remainder = x[i] % y[i];
            x[i] = !fmod && remainder != 0 && (remainder < 0) != (y[i] < 0) ? remainder + y[i] : remainder;
        }

        return [Functions.Cast(Tensor.From<double>(x, shape), a.DType)];
    }
}
