using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Softmax or log-softmax along an axis.</summary>
internal sealed class SoftmaxOp(string opType, bool logarithm) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        int axis = (int)context.Attributes.Int("axis", -1);
        return [logarithm ? Functions.LogSoftmax(context.Input(0), axis) : Functions.Softmax(context.Input(0), axis)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(5);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
