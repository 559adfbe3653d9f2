using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Fully connected layers and products of computed matrices in floating point.</summary>
internal static class FloatDenseLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[1]) is { } right)
        {
            Products(node, right, context);
            return;
        }

        if (context.Find(node.Inputs[0]) is not { } input || Floats.Weight(node, 1, context) is not var (values, shape) || Floats.Bias(node, 2, context) is not { } bias)
        {
            return;
        }

        bool rows = node.OpType == "Gemm" && node.Attributes.Int("transB", 0) != 0;
        float alpha = node.Attributes.Float("alpha", 1), beta = node.Attributes.Float("beta", 1);
        int outputs = shape[rows ? 0 : -1], inputs = shape[rows ? 1 : 0];
        if (shape.Rank != 2 || node.Attributes.Int("transA", 0) != 0 || (node.Input(2) is not null && bias.Length != 1 && bias.Length != outputs))
        {
            context.Refuse(node, "has a weight of other than two dimensions, a transposed input, or a bias that is not one for each output. Transpose before it, or use a product of computed matrices and a sum.");
            return;
        }

        (string target, float low, float high) = Floats.Target(node, context);
        Coded x = input.Form == CodeForm.Image ? Layouts.AsPlain(input, context) : input;
        Coded y = Floats.Plain(target, context.ShapeOf(node.Outputs[0]), context);
        Func<int, int> column = x.Form == CodeForm.Flattened ? i => DenseLowering.Column(i, x.Image) : i => i;
        context.Add(new FloatDenseOp
        {
            Name = node.Name, Input = x.Value, Output = y.Value, Low = low, High = high,
            Weights = FloatWeights.Reordered(alpha == 1 ? values : Array.ConvertAll(values, v => v * alpha), new Shape(outputs, inputs), i => rows ? (i / inputs * inputs) + column(i % inputs) : (column(i % inputs) * outputs) + (i / inputs)),
            Bias = bias.Length == 0 ? [] : [.. Enumerable.Range(0, outputs).Select(o => beta * bias[bias.Length == 1 ? 0 : o])],
        });
    }

    private static void Products(Node node, Coded right, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } left || node.OpType != "MatMul" || Matrices.Read(left, right, node, context) is not var (a, b, to))
        {
            context.Refuse(node, "multiplies tensors of which one is repeated for the other, or as a Gemm of two computed tensors. Give both the same leading dimensions, in a MatMul.");
            return;
        }

        IntegerValue product = context.Value(node.Name + "/product", new Shape(a.Shape[0], a.Shape[1], b.Shape[2]), DType.Float32);
        context.Add(new FloatMatMulOp { Name = node.Name, Left = a, Right = b, Output = product });
        context.Set(node.Outputs[0], new Coded(Layouts.View(product, to, context), Floats.Unit, to, CodeForm.Plain));
    }
}
