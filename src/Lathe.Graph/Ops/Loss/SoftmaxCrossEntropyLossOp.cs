using Lathe.Tensors;

namespace Lathe.Graph.Ops.Loss;

/// <summary>Softmax over classes and the negative log-likelihood of integer labels; the log-probabilities are a second output.</summary>
internal sealed class SoftmaxCrossEntropyLossOp : OpDefinition
{
    public override string OpType => "SoftmaxCrossEntropyLoss";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        DType type = context.Input(0).DType;
        Tensor logProbabilities = Functions.LogSoftmax(Floating.Of(context.Input(0)), 1);
        return [Floating.Back(ClassLoss.Compute(context, logProbabilities), type), Floating.Back(logProbabilities, type)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 5L * context.Input(0).Shape.Count);
}
