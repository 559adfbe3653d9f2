using Lathe.Tensors;

namespace Lathe.Graph.Ops.Loss;

/// <summary>Negative log-likelihood of integer labels.</summary>
internal sealed class NegativeLogLikelihoodLossOp : OpDefinition
{
    public override string OpType => "NegativeLogLikelihoodLoss";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context) => [Floating.Back(ClassLoss.Compute(context, Floating.Of(context.Input(0))), context.Input(0).DType)];

    public override OpCost Cost(CostContext context) => context.Traffic(0, 2L * context.Input(1).Shape.Count);
}
