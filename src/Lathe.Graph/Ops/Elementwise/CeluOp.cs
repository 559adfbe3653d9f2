using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary><c>max(0, x) + min(0, alpha (exp(x / alpha) - 1))</c> (Barron 2017), which is alpha times the ELU of x / alpha.</summary>
internal sealed class CeluOp : OpDefinition
{
    public override string OpType => "Celu";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        float alpha = context.Attributes.Float("alpha", 1);
        Tensor unit = Functions.Unary(UnaryOp.Elu, Functions.Affine(Floating.Of(x), 1 / alpha, 0), 1);
        return [Floating.Back(Functions.Affine(unit, alpha, 0), x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(5);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
