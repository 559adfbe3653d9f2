using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Products of two tensors that are both computed, matrix by matrix.</summary>
internal static class ProductLowering
{
    public static void Lower(Node node, Coded right, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } left || node.OpType != "MatMul" || left.Value.Type != right.Value.Type || Matrices.Read(left, right, node, context) is not var (a, b, to))
        {
            context.Refuse(node, "multiplies tensors of which one is repeated for the other, of which one is constant, or as a Gemm of two computed tensors. Give both the same leading dimensions, in a MatMul.");
            return;
        }

        (CodeScale? scale, int bits) = context.Targets.Scale(node.Outputs[0]);
        if (scale is not { } output)
        {
            context.Refuse(node, $"makes '{node.Outputs[0]}', which nothing quantizes. Give a data set to measure its range with, or quantize what reads it.");
            return;
        }

        IntegerValue product = context.Value(node.Name + "/product", new Shape(a.Shape[0], a.Shape[1], b.Shape[2]), a.Type);
        int limit = a.Type == DType.Int8 ? sbyte.MaxValue : short.MaxValue;
        context.Add(new MatrixProductOp
        {
            Name = node.Name, Left = a, Right = b, Output = product, LeftOffset = -left.Scale.Zero, RightOffset = -right.Scale.Zero,
            Requantization = new Requantization
            {
                Factors = [FixedPointMultiplier.From(left.Scale.Scale * right.Scale.Scale / output.Scale)], Offset = output.Zero, Low = -limit - 1, High = limit,
                Rounding = bits == 8 ? RequantizationRounding.Double : RequantizationRounding.Wide,
            },
        });
        context.Set(node.Outputs[0], new Coded(Layouts.View(product, to, context), output, to, CodeForm.Plain));
    }
}
