using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Pooling;

/// <summary>The p-norm of each window, or of all of space.</summary>
internal sealed class LpPoolOp(string opType, bool global) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long p = context.Attributes.Int("p", 2);
        Tensor powers = Power(Functions.Unary(UnaryOp.Abs, Floating.Of(x)), p);
        return [Floating.Back(Root(global ? Functions.Sum(powers, Enumerable.Range(2, x.Rank - 2).ToArray(), keepDimensions: true) : WindowSum(context, powers), p), x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 2L * context.Input(0).Shape.Count);

    public override void Couple(Coupling.CouplingContext context) => context.Link(context.Input(0)!, 1, context.Output(), 1);

    // The mean with the padding counted, times the size of the window.
    private static Tensor WindowSum(ForwardContext context, Tensor powers)
    {
        PoolingOptions options = SpatialAttributes.Pooling(context.Node, powers.Shape) with { CountIncludePad = true };
        if (options.CeilMode || powers.Rank is not (3 or 4))
        {
            throw new InvalidInputException($"{context.Node.Describe()}: {powers} with ceil_mode {(options.CeilMode ? 1 : 0)} is not supported; 1-D and 2-D windows without it are.");
        }

        return Functions.Affine(Functions.AveragePool(powers, options), options.Kernel.Height * options.Kernel.Width, 0);
    }

    private static Tensor Power(Tensor x, long p) => p switch
    {
        1 => x,
        2 => Functions.Unary(UnaryOp.Square, x),
        _ => Functions.Binary(BinaryOp.Power, x, Tensor.Scalar((float)p)),
    };

    private static Tensor Root(Tensor x, long p) => p switch
    {
        1 => x,
        2 => Functions.Unary(UnaryOp.Sqrt, x),
        _ => Functions.Binary(BinaryOp.Power, x, Tensor.Scalar(1f / p)),
    };
}
