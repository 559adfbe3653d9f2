using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Pooling and means. Averages without padding take the change of scale in.</summary>
internal static class PoolLowering
{
    public static void Max(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || !IsPlainWindow(node, context))
        {
            return;
        }

        PoolingOptions options = SpatialAttributes.Pooling(node, context.ShapeOf(node.Inputs[0]));
        Coded x = Layouts.AsImage(input, context), y = Output(node, x, x.Scale, context);
        context.Add(new MaxPoolOp { Name = node.Name, Input = x.Value, Output = y.Value, KernelHeight = options.Kernel.Height, KernelWidth = options.Kernel.Width, Window = Window(options) });
    }

    public static void Average(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || !IsPlainWindow(node, context))
        {
            return;
        }

        PoolingOptions options = SpatialAttributes.Pooling(node, context.ShapeOf(node.Inputs[0]));
        Coded x = Layouts.AsImage(input, context);
        if (options.Pad == default && !options.CeilMode)
        {
            AddMean(node, x, Output(node, x, context.Targets.Scale(node.Outputs[0]).Scale ?? x.Scale, context), options.Kernel, Window(options), context);
        }
        else if (options.CountIncludePad)
        {
            context.Refuse(node, "counts its padding. Put a Pad before it instead.");
        }
        else
        {
            Coded y = Output(node, x, x.Scale, context);
            context.Add(new AveragePoolOp { Name = node.Name, Input = x.Value, Output = y.Value, KernelHeight = options.Kernel.Height, KernelWidth = options.Kernel.Width, Window = Window(options) });
        }
    }

    public static void Global(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Coded x = Layouts.AsImage(input, context);
        (int Height, int Width) kernel = (x.Value.Shape[1], x.Value.Shape[2]);
        if (node.OpType == "GlobalMaxPool")
        {
            context.Add(new MaxPoolOp { Name = node.Name, Input = x.Value, Output = Output(node, x, x.Scale, context).Value, KernelHeight = kernel.Height, KernelWidth = kernel.Width });
            return;
        }

        AddMean(node, x, Output(node, x, context.Targets.Scale(node.Outputs[0]).Scale ?? x.Scale, context), kernel, SpatialWindow.Unit, context);
    }

    public static void Mean(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        if (MeanOver(node, input, context) is not { } over)
        {
            context.Refuse(node, "is a mean over dimensions other than an image's rows and columns or a sequence's steps. Move those dimensions there.");
            return;
        }

        Coded x = input with { Value = over };
        CodeScale scale = context.Targets.Scale(node.Outputs[0]).Scale ?? x.Scale;
        Shape to = context.ShapeOf(node.Outputs[0]), pooled = new(over.Shape[0], 1, 1, over.Shape[3]);
        var means = new Coded(context.Value(node.Name + "/mean", pooled, x.Value.Type), scale, to, CodeForm.Plain);
        AddMean(node, x, means, (x.Value.Shape[1], x.Value.Shape[2]), SpatialWindow.Unit, context);
        context.Set(node.Outputs[0], means with { Value = Layouts.View(means.Value, to, context) });
    }

    /// <summary>The image whose places a mean is over, sequences as images of one column; null when it is over other dimensions.</summary>
    internal static IntegerValue? MeanOver(Node node, Coded input, LoweringContext context)
    {
        Shape from = context.ShapeOf(node.Inputs[0]);
        long[] given = node.Attributes.Ints("axes") ?? context.Constants.Parameter(node.Input(1))?.ToIntegers() ?? [];
        int[] axes = [.. given.Select(a => from.Axis((int)a)).Order()];
        bool overImage = input.Form == CodeForm.Image && axes.SequenceEqual(Enumerable.Range(2, from.Rank - 2)), overTime = input.Form == CodeForm.Plain && from.Rank == 3 && axes is [1];
        return overImage ? input.Value : overTime ? Layouts.View(input.Value, new Shape(from[0], from[1], 1, from[2]), context) : null;
    }

    private static void AddMean(Node node, Coded x, Coded y, (int Height, int Width) kernel, SpatialWindow window, LoweringContext context) => context.Add(new MeanOp
    {
        Name = node.Name, Input = x.Value, Output = y.Value, KernelHeight = kernel.Height, KernelWidth = kernel.Width, Window = window, InputOffset = -x.Scale.Zero,
        Requantization = new Requantization
        {
            Factors = [FixedPointMultiplier.From(x.Scale.Scale / (y.Scale.Scale * kernel.Height * kernel.Width))],
            Offset = y.Scale.Zero,
            Low = x.Value.Type == DType.Int8 ? sbyte.MinValue : short.MinValue,
            High = x.Value.Type == DType.Int8 ? sbyte.MaxValue : short.MaxValue,
            Rounding = RequantizationRounding.Double,
        },
    });

    private static Coded Output(Node node, Coded x, CodeScale scale, LoweringContext context)
    {
        Shape shape = context.ShapeOf(node.Outputs[0]);
        Shape image = shape.Rank == 4 ? shape : new Shape(shape[0], shape[1], 1, shape[2]);
        var y = new Coded(context.Value(node.Outputs[0], Layouts.ChannelsLast(image), x.Value.Type), scale, image, CodeForm.Image);
        context.Set(node.Outputs[0], y);
        return y;
    }

    internal static SpatialWindow Window(PoolingOptions options) => new(options.Stride.Height, options.Stride.Width, options.Pad.Top, options.Pad.Left);

    internal static bool IsPlainWindow(Node node, LoweringContext context)
    {
        bool plain = (node.Attributes.Ints("dilations") ?? []).All(d => d == 1) && node.Outputs.Length == 1;
        if (!plain)
        {
            context.Refuse(node, "is a pooling that is dilated or gives indices. Use one that does not.");
        }

        return plain;
    }
}
