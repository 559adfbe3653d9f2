using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Matrix product with broadcast leading dimensions.</summary>
internal sealed class MatMulOp : OpDefinition
{
    public override string OpType => "MatMul";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override bool Learns(int input) => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor a = context.Input(0), b = context.Input(1);
        if (a.DType != DType.Float32)
        {
            return [Functions.Cast(Functions.MatMul(Functions.Cast(a, DType.Float32), Functions.Cast(b, DType.Float32)), a.DType)];
        }

        return [Functions.MatMul(a, b)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape a = context.Input(0).Shape;
        return context.Traffic(a.Rank == 0 ? 0 : (long)context.Output(0).Shape.Count * a[-1], 0);
    }

    public override void Couple(CouplingContext context)
    {
        string a = context.Input(0)!, b = context.Input(1)!, y = context.Output();
        Shape left = context.Shape(a), right = context.Shape(b), result = context.Shape(y);
        if (left.Rank < 2 || right.Rank < 2)
        {
            context.PinAll();
            return;
        }

        context.Link(a, left.Rank - 1, b, right.Rank - 2);
        context.Link(a, left.Rank - 2, y, result.Rank - 2);
        context.Link(b, right.Rank - 1, y, result.Rank - 1);
        for (int k = 3; k <= result.Rank; k++)
        {
            foreach ((string input, Shape shape) in new[] { (a, left), (b, right) })
            {
                if (k <= shape.Rank && shape[-k] == result[-k])
                {
                    context.Link(input, shape.Rank - k, y, result.Rank - k);
                }
            }
        }
    }
}
