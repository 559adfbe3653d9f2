using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>An elementwise function of one argument; parameters come from attributes.</summary>
internal sealed class UnaryOpDefinition(string opType, UnaryOp op, int operations, Func<AttributeMap, (float Alpha, float Beta)>? parameters = null) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        (float alpha, float beta) = parameters?.Invoke(context.Attributes) ?? default;
        return [x.DType == DType.Float32 ? Functions.Unary(op, x, alpha, beta) : Functions.Cast(Functions.Unary(op, Functions.Cast(x, DType.Float32), alpha, beta), x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(operations);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
