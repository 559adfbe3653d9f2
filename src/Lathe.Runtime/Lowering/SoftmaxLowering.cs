using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Softmax of 8-bit codes along the last dimension; of an image along its channels. Its output is in 256ths.</summary>
internal static class SoftmaxLowering
{
    private const int FractionBits = 26, IntegerBits = 5;

    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Shape shape = context.ShapeOf(node.Inputs[0]);
        int axis = shape.Axis((int)node.Attributes.Int("axis", -1));
        bool overChannels = input.Form == CodeForm.Image && axis == 1 && shape.Rank == 4;
        if ((axis != shape.Rank - 1 && !overChannels) || input.Value.Type != DType.Int8)
        {
            context.Refuse(node, "is a softmax along a dimension that is not the last, or of 16-bit codes. Transpose before it, or quantize its input to 8 bits.");
            return;
        }

        Coded x = overChannels ? input : Layouts.AsPlain(input, context);
        FixedPointMultiplier factor = FixedPointMultiplier.From(Math.Min(Math.ScaleB(x.Scale.Scale, FractionBits), int.MaxValue));
        IntegerValue y = context.Value(node.Outputs[0], x.Value.Shape);
        context.Set(node.Outputs[0], x with { Value = y, Scale = new CodeScale(1.0 / 256, sbyte.MinValue) });
        context.Add(new SoftmaxOp
        {
            Name = node.Name, Input = x.Value, Output = y, Factor = factor,
            LeastDifference = -(int)Math.Floor(((1 << IntegerBits) - 1) * Math.ScaleB(1, FractionBits - factor.Shift)),
        });
    }
}
