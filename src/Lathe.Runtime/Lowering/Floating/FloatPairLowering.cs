using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Arithmetic of two tensors in floating point; with a constant it is a line for all numbers or for each channel.</summary>
internal static class FloatPairLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } left)
        {
            FloatConstantLowering.Lower(node, constant: 0, context);
            return;
        }

        if (context.Find(node.Inputs[1]) is not { } right)
        {
            FloatConstantLowering.Lower(node, constant: 1, context);
            return;
        }

        FloatPairKind kind = node.OpType switch { "Add" => FloatPairKind.Add, "Sub" => FloatPairKind.Subtract, "Mul" => FloatPairKind.Multiply, _ => FloatPairKind.Divide };
        if (left.Value.Shape.Count < right.Value.Shape.Count && kind is FloatPairKind.Subtract or FloatPairKind.Divide)
        {
            context.Refuse(node, $"repeats its first operand {left.Logical} over {right.Logical}. Write a difference as a sum with the negated tensor, a quotient as a product with the inverse.");
            return;
        }

        (left, right) = PairLowering.Ordered(left, right, context);
        if (right.Value.Shape != left.Value.Shape && !PairOp.IsPerChannel(left.Value.Shape, right.Value.Shape))
        {
            context.Refuse(node, $"broadcasts {right.Logical} over {left.Logical}. Only one number for each channel of an image is repeated.");
            return;
        }

        (string target, float low, float high) = Floats.Target(node, context);
        Coded y = Floats.Like(left, target, context);
        context.Add(new FloatPairOp { Name = node.Name, Kind = kind, Left = left.Value, Right = right.Value, Output = y.Value, Low = low, High = high });
    }

    /// <summary>A batch normalisation that no layer took in: <c>y = a x + b</c> for each channel.</summary>
    public static void Normalization(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || NormalizationLowering.Line(node, context) is not var (factors, offsets) || context.ShapeOf(node.Inputs[0]).Rank < 2)
        {
            context.Refuse(node, "has statistics that are no constants. Export the model for inference.");
            return;
        }

        (string target, float low, float high) = Floats.Target(node, context);
        Coded x = context.ShapeOf(node.Inputs[0]).Rank == 2 ? Layouts.AsPlain(input, context) : Layouts.AsImage(input, context);
        Floats.Lines(node, x, Floats.Like(x, target, context), Array.ConvertAll(factors, f => (float)f), Array.ConvertAll(offsets, o => (float)o), (low, high), context);
    }
}
