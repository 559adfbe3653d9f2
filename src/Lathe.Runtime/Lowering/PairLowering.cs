using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Sums and products of two tensors; with one constant number they are functions of one value.</summary>
internal static class PairLowering
{
    private const int HeadroomOfBytes = 20, HeadroomOfWords = 15;

    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } left || context.Find(node.Inputs[1]) is not { } right)
        {
            FunctionLowering.Lower(node, context);
            return;
        }

        Target target = context.Targets.Of(node, context.Done);
        if (node.OpType == "Div" || target.Scale is not { } scale)
        {
            context.Refuse(node, node.OpType == "Div" ? "is a quotient of two tensors. Write it as a product with Reciprocal of the second, which becomes a table." : $"makes '{target.Value}', which nothing quantizes. Give a data set to measure its range with, or quantize what reads it.");
            return;
        }

        if (node.OpType == "Sub" && left.Value.Shape.Count < right.Value.Shape.Count)
        {
            context.Refuse(node, $"takes {right.Logical} from {left.Logical}, which is repeated. Write it as a sum with Neg of the second, which becomes a table.");
            return;
        }

        (left, right) = Ordered(left, right, context);
        Coded y = left with { Value = context.Value(target.Value, left.Value.Shape, target.Bits), Scale = scale };
        if (right.Value.Shape != left.Value.Shape && !PairOp.IsPerChannel(left.Value.Shape, right.Value.Shape))
        {
            context.Refuse(node, $"broadcasts {right.Logical} over {left.Logical}. Only one number for each channel of an image is repeated.");
        }

        context.Set(target.Value, y);
        context.Add(node.OpType switch { "Add" => Sum(node, left, right, y, target), "Sub" => Difference(Sum(node, left, right, y, target)), _ => Product(node, left, right, y, target) });
    }

    private static AddOp Sum(Node node, Coded left, Coded right, Coded y, Target target)
    {
        double common = 2 * Math.Max(left.Scale.Scale, right.Scale.Scale);
        int headroom = target.Bits == 8 ? HeadroomOfBytes : HeadroomOfWords;
        return new AddOp
        {
            Name = node.Name, Left = left.Value, Right = right.Value, Output = y.Value, LeftOffset = -left.Scale.Zero, RightOffset = -right.Scale.Zero, Headroom = headroom,
            LeftFactor = FixedPointMultiplier.From(left.Scale.Scale / common),
            RightFactor = FixedPointMultiplier.From(right.Scale.Scale / common),
            Requantization = To(common / (y.Scale.Scale * (1 << headroom)), y, target),
        };
    }

    private static SubtractOp Difference(AddOp sum) => new()
    {
        Name = sum.Name, Left = sum.Left, Right = sum.Right, Output = sum.Output, LeftOffset = sum.LeftOffset, RightOffset = sum.RightOffset, Headroom = sum.Headroom, LeftFactor = sum.LeftFactor,
        RightFactor = sum.RightFactor, Requantization = sum.Requantization,
    };

    private static MultiplyOp Product(Node node, Coded left, Coded right, Coded y, Target target) => new()
    {
        Name = node.Name, Left = left.Value, Right = right.Value, Output = y.Value, LeftOffset = -left.Scale.Zero, RightOffset = -right.Scale.Zero,
        Requantization = To(left.Scale.Scale * right.Scale.Scale / y.Scale.Scale, y, target),
    };

    private static Requantization To(double factor, Coded y, Target target) =>
        new() { Factors = [FixedPointMultiplier.From(factor)], Offset = y.Scale.Zero, Low = target.Low, High = target.High };

    /// <summary>Both in one order, the larger one first.</summary>
    internal static (Coded Left, Coded Right) Ordered(Coded left, Coded right, LoweringContext context)
    {
        if (left.Value.Shape.Count < right.Value.Shape.Count)
        {
            (left, right) = (right, left);
        }

        if (left.Form == CodeForm.Image)
        {
            return (left, Layouts.AsImage(right, context));
        }

        return left.Form == right.Form && left.Image == right.Image ? (left, right) : (Layouts.AsPlain(left, context), Layouts.AsPlain(right, context));
    }
}
