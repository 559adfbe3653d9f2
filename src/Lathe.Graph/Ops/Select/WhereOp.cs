using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>condition ? a : b, elementwise and broadcast.</summary>
internal sealed class WhereOp : OpDefinition
{
    public override string OpType => "Where";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context) => [Functions.Where(context.Input(0), context.Input(1), context.Input(2))];

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
