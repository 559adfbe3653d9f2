using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>Parametric rectifier: <c>max(x, 0) + slope min(x, 0)</c> (He et al. 2015).</summary>
internal sealed class PReluOp : OpDefinition
{
    public override string OpType => "PRelu";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override bool Learns(int input) => input == 1;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor negative = Functions.Unary(UnaryOp.Negate, Functions.Relu(Functions.Unary(UnaryOp.Negate, x)));
        return [Functions.Add(Functions.Relu(x), Functions.Multiply(negative, context.Input(1)))];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(2);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
