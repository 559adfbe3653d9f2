using Lathe.Tensors;

namespace Lathe.Graph.Ops.Control;

/// <summary>Runs one of two bodies.</summary>
internal sealed class IfOp : OpDefinition
{
    public override string OpType => "If";

    public override Tensor[] Forward(ForwardContext context)
    {
        bool taken = context.Input(0).ToArray<bool>()[0];
        ModelGraph body = context.Attributes.Graph(taken ? "then_branch" : "else_branch") ?? throw new InvalidInputException($"{context.Node.Describe()} lacks a branch.");
        return context.RunBody(body);
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
