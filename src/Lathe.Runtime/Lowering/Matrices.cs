using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Two computed tensors as as many matrices.</summary>
internal static class Matrices
{
    /// <summary>[B, M, K] and [B, K, N], with the dimensions the model gives the product; null when one is repeated for the other.</summary>
    public static (IntegerValue Left, IntegerValue Right, Shape To)? Read(Coded left, Coded right, Node node, LoweringContext context)
    {
        Shape a = context.ShapeOf(node.Inputs[0]), b = context.ShapeOf(node.Inputs[1]);
        if (a.Rank < 2 || b.Rank != a.Rank || !Enumerable.Range(0, a.Rank - 2).All(i => a[i] == b[i]))
        {
            return null;
        }

        int count = a.Product(0, a.Rank - 2);
        return (
            Layouts.View(Layouts.AsPlain(left, context).Value, new Shape(count, a[-2], a[-1]), context),
            Layouts.View(Layouts.AsPlain(right, context).Value, new Shape(count, b[-2], b[-1]), context),
            context.ShapeOf(node.Outputs[0]));
    }
}
