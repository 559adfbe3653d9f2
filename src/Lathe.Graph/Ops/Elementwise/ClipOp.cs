using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>Limits values to a range given by scalar inputs.</summary>
internal sealed class ClipOp : OpDefinition
{
    public override string OpType => "Clip";

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        if (x.DType != DType.Float32)
        {
            Tensor limited = context.Optional(1) is { } low ? Functions.Binary(BinaryOp.Maximum, x, low) : Functions.Cast(x, x.DType);
            return [context.Optional(2) is { } high ? Functions.Binary(BinaryOp.Minimum, limited, high) : limited];
        }

        float minimum = context.Optional(1)?.Item() ?? float.NegativeInfinity;
        float maximum = context.Optional(2)?.Item() ?? float.PositiveInfinity;
        return [Functions.Unary(UnaryOp.Clip, x, minimum, maximum)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(2);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
