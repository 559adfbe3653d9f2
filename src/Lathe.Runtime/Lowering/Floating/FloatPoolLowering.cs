using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Pooling and means in floating point.</summary>
internal static class FloatPoolLowering
{
    public static void Window(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || !PoolLowering.IsPlainWindow(node, context))
        {
            return;
        }

        PoolingOptions options = SpatialAttributes.Pooling(node, context.ShapeOf(node.Inputs[0]));
        bool counts = options.CountIncludePad && options.Pad != default;
        if (counts && options.CeilMode)
        {
            context.Refuse(node, "counts its padding and rounds its size up. Put a Pad before it instead.");
            return;
        }

        Coded x = Layouts.AsImage(input, context);
        context.Add(new FloatPoolOp
        {
            Name = node.Name, Input = x.Value, Output = Floats.Image(node, node.Outputs[0], context).Value, IsMaximum = node.OpType == "MaxPool", KernelHeight = options.Kernel.Height,
            KernelWidth = options.Kernel.Width, Window = PoolLowering.Window(options), CountsPadding = counts && node.OpType != "MaxPool",
        });
    }

    public static void Global(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Coded x = Layouts.AsImage(input, context);
        Add(node, x.Value, Floats.Image(node, node.Outputs[0], context).Value, node.OpType == "GlobalMaxPool", context);
    }

    public static void Mean(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        if (PoolLowering.MeanOver(node, input, context) is not { } x)
        {
            context.Refuse(node, "is a mean over dimensions other than an image's rows and columns or a sequence's steps. Move those dimensions there.");
            return;
        }

        Shape to = context.ShapeOf(node.Outputs[0]), pooled = new(x.Shape[0], 1, 1, x.Shape[3]);
        IntegerValue means = context.Value(node.Name + "/mean", pooled, DType.Float32);
        Add(node, x, means, isMaximum: false, context);
        context.Set(node.Outputs[0], new Coded(Layouts.View(means, to, context), Floats.Unit, to, CodeForm.Plain));
    }

    private static void Add(Node node, IntegerValue x, IntegerValue y, bool isMaximum, LoweringContext context) =>
        context.Add(new FloatPoolOp { Name = node.Name, Input = x, Output = y, IsMaximum = isMaximum, KernelHeight = x.Shape[1], KernelWidth = x.Shape[2] });
}
