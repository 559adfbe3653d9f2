using Lathe.Tensors;

namespace Lathe.Graph.Ops.Logic;

/// <summary>An elementwise function of two truth values.</summary>
internal sealed class BooleanOp(string opType, Func<bool, bool, bool> function) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensors.Shape shape = Tensors.Shape.Broadcast(context.Input(0).Shape, context.Input(1).Shape);
        bool[] a = Functions.Expand(context.Input(0), shape).ToArray<bool>(), b = Functions.Expand(context.Input(1), shape).ToArray<bool>();
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = function(a[i], b[i]);
        }

        return [Tensor.From<bool>(a, shape)];
    }
}
