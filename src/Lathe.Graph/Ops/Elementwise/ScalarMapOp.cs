using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>
/// An elementwise function on any number type: the vectorised kernel for binary32 where there is one, else a scalar loop in
/// binary64 (not differentiable).
/// </summary>
internal sealed class ScalarMapOp(string opType, UnaryOp? kernel, Func<double, double> function) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        if (x.DType == DType.Float32 && kernel is { } op)
        {
            return [Functions.Unary(op, x)];
        }

        double[] values = Functions.Cast(x, DType.Float64).ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(values[i]);
        }

        return [Functions.Cast(Tensor.From<double>(values, x.Shape), x.DType)];
    }

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
