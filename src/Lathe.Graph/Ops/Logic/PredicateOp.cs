using Lathe.Tensors;

namespace Lathe.Graph.Ops.Logic;

/// <summary>An elementwise question about one number, to bool.</summary>
internal sealed class PredicateOp(string opType, Func<AttributeMap, double, bool> question) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        double[] values = Functions.Cast(x, DType.Float64).ToArray<double>();
        return [Tensor.From<bool>(Array.ConvertAll(values, v => question(context.Attributes, v)), x.Shape)];
    }
}
