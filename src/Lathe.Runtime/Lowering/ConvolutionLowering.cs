using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Convolutions of images and of sequences, which are images of one row.</summary>
internal static class ConvolutionLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        Target target = context.Targets.Of(node, context.Done);
        if (context.Find(node.Inputs[0]) is not { } input || WeightLowering.Read(node, target, context) is not var (codes, shape, scales, output))
        {
            return;
        }

        ConvolutionOptions options = SpatialAttributes.Convolution(node, context.ShapeOf(node.Inputs[0]), shape);
        Shape kernel = shape.Rank == 4 ? shape : new Shape(shape[0], shape[1], 1, shape[2]);
        Coded x = Layouts.AsImage(input, context);
        Coded y = Output(node, target, output, context);
        int channels = x.Value.Shape[3], outputs = kernel[0], height = kernel[2], width = kernel[3], area = height * width;
        bool depthwise = options.Groups == channels && channels > 1 && kernel[1] == 1;
        ImageLayerOp op = depthwise
            ? new DepthwiseConvolutionOp
            {
                Name = node.Name, Input = x.Value, Output = y.Value, Requantization = WeightLowering.To(target, output, x.Scale.Scale, scales),
                Weights = WeightLowering.Reorder(codes, new Shape(1, height, width, outputs), i => (i % outputs * area) + (i / outputs), context),
            }
            : new ConvolutionOp
            {
                Name = node.Name, Input = x.Value, Output = y.Value, Requantization = WeightLowering.To(target, output, x.Scale.Scale, scales),
                Weights = WeightLowering.Reorder(codes, new Shape(outputs, height, width, kernel[1]), i => Place(i, kernel[1], area), context),
            };
        context.Add(op with
        {
            Bias = WeightLowering.Bias(node.Input(2), x.Scale.Scale, scales, context),
            InputOffset = -x.Scale.Zero,
            Window = new SpatialWindow(options.Stride.Height, options.Stride.Width, options.Pad.Top, options.Pad.Left, options.Dilation.Height, options.Dilation.Width),
        });
    }

    public static void LowerTransposed(Node node, LoweringContext context)
    {
        Target target = context.Targets.Of(node, context.Done);
        if (context.Find(node.Inputs[0]) is not { } input || WeightLowering.Read(node, target, context) is not var (codes, shape, scales, output))
        {
            return;
        }

        if (shape.Rank != 4 || node.Attributes.Int("group", 1) != 1 || (node.Attributes.Ints("dilations") ?? []).Any(d => d != 1) || node.Attributes.Has("output_shape") || (scales.Length > 1 && scales.Length != shape[1]))
        {
            context.Refuse(node, "is a transposed convolution with groups, dilation, an output shape, or not of an image. Use one without, or a nearest Resize and a convolution.");
            return;
        }

        ConvolutionOptions options = SpatialAttributes.Convolution(node, context.ShapeOf(node.Inputs[0]), shape);
        Coded x = Layouts.AsImage(input, context);
        Coded y = Output(node, target, output, context);
        int channels = shape[0], outputs = shape[1], area = shape[2] * shape[3];
        context.Add(new TransposedConvolutionOp
        {
            Name = node.Name, Input = x.Value, Output = y.Value, Requantization = WeightLowering.To(target, output, x.Scale.Scale, scales),
            Weights = WeightLowering.Reorder(codes, new Shape(outputs, shape[2], shape[3], channels), i => ((((i % channels) * outputs) + (i / channels / area)) * area) + (i / channels % area), context),
            Bias = WeightLowering.Bias(node.Input(2), x.Scale.Scale, scales, context),
            InputOffset = -x.Scale.Zero,
            Window = new SpatialWindow(options.Stride.Height, options.Stride.Width, options.Pad.Top, options.Pad.Left),
        });
    }

    // [O, C, KH, KW] read in the order [O, KH, KW, C].
    private static int Place(int i, int channels, int area) => (((i / channels / area * channels) + (i % channels)) * area) + (i / channels % area);

    private static Coded Output(Node node, Target target, CodeScale scale, LoweringContext context)
    {
        Shape shape = context.ShapeOf(node.Outputs[0]);
        Shape image = shape.Rank == 4 ? shape : new Shape(shape[0], shape[1], 1, shape[2]);
        var y = new Coded(context.Value(target.Value, Layouts.ChannelsLast(image), target.Bits), scale, image, CodeForm.Image);
        context.Set(target.Value, y);
        return y;
    }
}
