using Lathe.Graph;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>The place of the largest value along the last dimension; along an image's channels as well.</summary>
internal static class ArgMaxLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Shape shape = context.ShapeOf(node.Inputs[0]), to = context.ShapeOf(node.Outputs[0]);
        int axis = shape.Axis((int)node.Attributes.Int("axis", 0));
        bool overChannels = input.Form == CodeForm.Image && axis == 1 && shape.Rank == 4;
        if ((axis != shape.Rank - 1 && !overChannels) || node.Attributes.Int("select_last_index", 0) != 0)
        {
            context.Refuse(node, "is along a dimension that is not the last, or gives the last of equals. Transpose before it.");
            return;
        }

        Coded x = overChannels ? input : Layouts.AsPlain(input, context);
        IntegerValue y = context.Value(node.Outputs[0], to, x.Value.Type == DType.Float32 ? DType.Float32 : DType.Int16);
        context.Set(node.Outputs[0], new Coded(y, new CodeScale(1, 0), to, CodeForm.Plain));
        context.Add(new ArgMaxOp { Name = node.Name, Input = x.Value, Output = y });
    }
}
