using Lathe.Tensors;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>A function of the bits of two integers, broadcast; results wrap to the type.</summary>
internal sealed class BitOp(string opType, Func<AttributeMap, ulong, ulong, ulong> function) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor a = context.Input(0), b = context.Input(1);
        if (a.DType != b.DType || a.DType.IsFloating() || a.DType == DType.Bool)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: {a} and {b} are not integers of one type. Cast them first.");
        }

        Shape shape = Tensors.Shape.Broadcast(a.Shape, b.Shape);
        ulong[] x = Bits(Functions.Expand(a, shape)), y = Bits(Functions.Expand(b, shape));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = function(context.Attributes, x[i], y[i]);
        }

        return [Functions.Cast(Tensor.From<ulong>(x, shape), a.DType)];
    }

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();

    private static ulong[] Bits(Tensor x) => Functions.Cast(x, DType.UInt64).ToArray<ulong>();
}
