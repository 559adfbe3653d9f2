using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>Gaussian error linear unit (Hendrycks and Gimpel 2016), exact or by tanh.</summary>
internal sealed class GeluOp : OpDefinition
{
    public override string OpType => "Gelu";

    public override Tensor[] Forward(ForwardContext context) =>
        [Functions.Unary(context.Attributes.Text("approximate", "none") == "tanh" ? UnaryOp.GeluTanh : UnaryOp.Gelu, context.Input(0))];

    public override OpCost Cost(CostContext context) => context.Elementwise(10);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
