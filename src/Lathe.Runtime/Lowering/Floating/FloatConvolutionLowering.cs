using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Convolutions of images and of sequences, which are images of one row, in floating point.</summary>
internal static class FloatConvolutionLowering
{
    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || Floats.Weight(node, 1, context) is not var (values, shape) || Floats.Bias(node, 2, context) is not { } bias)
        {
            return;
        }

        if (shape.Rank is not (3 or 4))
        {
            context.Refuse(node, "is a convolution of volumes. Use one of images or sequences.");
            return;
        }

        ConvolutionOptions options = SpatialAttributes.Convolution(node, context.ShapeOf(node.Inputs[0]), shape);
        Shape kernel = shape.Rank == 4 ? shape : new Shape(shape[0], shape[1], 1, shape[2]);
        (string target, float low, float high) = Floats.Target(node, context);
        Coded x = Layouts.AsImage(input, context), y = Floats.Image(node, target, context);
        int channels = x.Value.Shape[3], outputs = kernel[0], height = kernel[2], width = kernel[3], area = height * width, depth = kernel[1];
        bool depthwise = options.Groups == channels && channels > 1 && depth == 1;
        FloatImageOp op = depthwise
            ? new FloatDepthwiseOp { Name = node.Name, Input = x.Value, Output = y.Value, Weights = FloatWeights.Reordered(values, new Shape(1, height, width, outputs), i => (i % outputs * area) + (i / outputs)) }
            : new FloatConvolutionOp
            {
                Name = node.Name, Input = x.Value, Output = y.Value,
                Weights = FloatWeights.Reordered(values, new Shape(outputs, height, width, depth), i => (((i / depth / area * depth) + (i % depth)) * area) + (i / depth % area)),
            };
        context.Add(op with
        {
            Bias = [.. bias], Low = low, High = high,
            Window = new SpatialWindow(options.Stride.Height, options.Stride.Width, options.Pad.Top, options.Pad.Left, options.Dilation.Height, options.Dilation.Width),
        });
    }

    public static void LowerTransposed(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || Floats.Weight(node, 1, context) is not var (values, shape) || Floats.Bias(node, 2, context) is not { } bias)
        {
            return;
        }

        if (shape.Rank != 4 || node.Attributes.Int("group", 1) != 1 || (node.Attributes.Ints("dilations") ?? []).Any(d => d != 1) || node.Attributes.Has("output_shape"))
        {
            context.Refuse(node, "is a transposed convolution with groups, dilation, an output shape, or not of an image. Use one without, or a nearest Resize and a convolution.");
            return;
        }

        ConvolutionOptions options = SpatialAttributes.Convolution(node, context.ShapeOf(node.Inputs[0]), shape);
        (string target, float low, float high) = Floats.Target(node, context);
        Coded x = Layouts.AsImage(input, context), y = Floats.Image(node, target, context);
        int channels = shape[0], outputs = shape[1], area = shape[2] * shape[3];
        context.Add(new FloatTransposedConvolutionOp
        {
            Name = node.Name, Input = x.Value, Output = y.Value, Low = low, High = high, Bias = [.. bias],
            Weights = FloatWeights.Reordered(values, new Shape(outputs, shape[2], shape[3], channels), i => ((((i % channels) * outputs) + (i / channels / area)) * area) + (i / channels % area)),
            Window = new SpatialWindow(options.Stride.Height, options.Stride.Width, options.Pad.Top, options.Pad.Left),
        });
    }
}
