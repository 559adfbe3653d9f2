using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Converts to another element type; the attribute is ONNX's number of it.</summary>
internal sealed class CastOp : OpDefinition
{
    public override string OpType => "Cast";

    public override Tensor[] Forward(ForwardContext context) =>
        [Functions.Cast(context.Input(0), OnnxTypes.FromCode((int)context.Attributes.Int("to", 1), context.Node.Describe()))];

    public override OpCost Cost(CostContext context) => context.Elementwise(1);

    public override void Couple(Coupling.CouplingContext context) => context.SameShape();
}
