using Lathe.Graph;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Fully connected layers; the columns of a weight behind a flattened image are reordered instead of the image.</summary>
internal static class DenseLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[1]) is { } right)
        {
            ProductLowering.Lower(node, right, context);
            return;
        }

        Target target = context.Targets.Of(node, context.Done);
        if (context.Find(node.Inputs[0]) is not { } input || WeightLowering.Read(node, target, context) is not var (codes, shape, scales, output))
        {
            return;
        }

        bool rows = node.OpType == "Gemm" && node.Attributes.Int("transB", 0) != 0;
        if (shape.Rank != 2 || node.Attributes.Float("alpha", 1) != 1 || node.Attributes.Float("beta", 1) != 1 || node.Attributes.Int("transA", 0) != 0)
        {
            context.Refuse(node, "has a weight of more than two dimensions, or factors or a transposed input. Fold them into the weight.");
            return;
        }

        int outputs = shape[rows ? 0 : 1], inputs = shape[rows ? 1 : 0];
        Coded x = input.Form == CodeForm.Image ? Layouts.AsPlain(input, context) : input;
        Func<int, int> column = x.Form == CodeForm.Flattened ? i => Column(i, x.Image) : i => i;
        var y = new Coded(context.Value(target.Value, context.ShapeOf(node.Outputs[0]), target.Bits), output, context.ShapeOf(node.Outputs[0]), CodeForm.Plain);
        context.Set(target.Value, y);
        context.Add(new FullyConnectedOp
        {
            Name = node.Name, Input = x.Value, Output = y.Value, InputOffset = -x.Scale.Zero, Requantization = WeightLowering.To(target, output, x.Scale.Scale, scales),
            Weights = WeightLowering.Reorder(codes, new Shape(outputs, inputs), i => rows ? (i / inputs * inputs) + column(i % inputs) : (column(i % inputs) * outputs) + (i / inputs), context),
            Bias = WeightLowering.Bias(node.Input(2), x.Scale.Scale, scales, context),
        });
    }

    /// <summary>Where the model has what stands at a place of a channels-last row.</summary>
    internal static int Column(int place, Shape image)
    {
        int channels = image[0], pixel = place / channels;
        return (place % channels * image[1] * image[2]) + pixel;
    }
}
