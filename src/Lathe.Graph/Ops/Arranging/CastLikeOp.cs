using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Converts to the element type of another tensor.</summary>
internal sealed class CastLikeOp : OpDefinition
{
    public override string OpType => "CastLike";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context) => [Functions.Cast(context.Input(0), context.Input(1).DType)];
}
