using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary><c>alpha op(A) op(B) + beta C</c>; with a [O, I] or [I, O] parameter as B a dense layer.</summary>
internal sealed class GemmOp : OpDefinition
{
    public override string OpType => "Gemm";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override bool FusesActivation => true;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor a = context.Input(0), b = context.Input(1);
        Tensor? c = context.Optional(2);
        float alpha = context.Attributes.Float("alpha", 1), beta = context.Attributes.Float("beta", 1);
        bool transposeA = context.Attributes.Int("transA", 0) != 0, transposeB = context.Attributes.Int("transB", 0) != 0;
        if (a.DType != DType.Float32)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: only f32 is supported, not {a}.");
        }

        if (alpha == 1 && beta == 1 && !transposeA && transposeB && a.Rank == 2 && (c is null || c.Count == b.Shape[0]))
        {
            return [Functions.Linear(a, b, c is null || c.Rank == 1 ? c : Functions.Reshape(c, new Shape(c.Count)), context.Activation)];
        }

        Tensor y = Functions.MatMul(a, b, transposeA, transposeB);
        y = alpha == 1 ? y : Functions.Affine(y, alpha, 0);
        y = c is null || beta == 0 ? y : Functions.Add(y, beta == 1 ? c : Functions.Affine(c, beta, 0));
        return [Activate(y, context.Activation)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape a = context.Input(0).Shape;
        int depth = a.Rank == 0 ? 0 : context.Node.Attributes.Int("transA", 0) != 0 ? a[0] : a[1];
        return context.Traffic((long)context.Output(0).Shape.Count * depth, context.Node.Input(2) is null ? 0 : context.Output(0).Shape.Count);
    }

    public override void Couple(CouplingContext context)
    {
        AttributeMap attributes = context.Node.Attributes;
        int depthA = attributes.Int("transA", 0) != 0 ? 0 : 1, depthB = attributes.Int("transB", 0) != 0 ? 1 : 0;
        string a = context.Input(0)!, b = context.Input(1)!, y = context.Output();
        context.Link(a, depthA, b, depthB);
        context.Link(a, 1 - depthA, y, 0);
        context.Link(b, 1 - depthB, y, 1);
        if (context.Input(2) is { } c && context.Shape(c).Rank > 0 && context.Shape(c)[-1] > 1)
        {
            context.Link(c, context.Shape(c).Rank - 1, y, 1);
        }
    }
}
