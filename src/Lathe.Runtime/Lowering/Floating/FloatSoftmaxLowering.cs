using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Softmax along the last dimension; of an image along its channels.</summary>
internal static class FloatSoftmaxLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Shape shape = context.ShapeOf(node.Inputs[0]);
        int axis = shape.Axis((int)node.Attributes.Int("axis", -1));
        bool overChannels = input.Form == CodeForm.Image && axis == 1 && shape.Rank == 4;
        if (axis != shape.Rank - 1 && !overChannels)
        {
            context.Refuse(node, "is a softmax along a dimension that is not the last. Transpose before it.");
            return;
        }

        Coded x = overChannels ? input : Layouts.AsPlain(input, context);
        context.Add(new FloatSoftmaxOp { Name = node.Name, Input = x.Value, Output = Floats.Like(x, node.Outputs[0], context).Value });
    }
}
