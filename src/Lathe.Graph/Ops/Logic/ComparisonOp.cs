using Lathe.Tensors;

namespace Lathe.Graph.Ops.Logic;

/// <summary>An elementwise comparison, to bool.</summary>
internal sealed class ComparisonOp(string opType, Func<Tensor, Tensor, Tensor> compare) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context) => [compare(context.Input(0), context.Input(1))];

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
