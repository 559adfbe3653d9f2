using Lathe.Tensors;

namespace Lathe.Graph.Ops;

/// <summary>Reads strides, pads and windows of 1-D and 2-D convolutions and pools, auto_pad included.</summary>
public static class SpatialAttributes
{
    /// <summary>The options of a convolution of x [N, C, (H,) W] with w [O, C / group, (Kh,) Kw].</summary>
    public static ConvolutionOptions Convolution(Node node, Shape x, Shape w)
    {
        AttributeMap a = node.Attributes;
        (int, int) stride = Pair(node, "strides", 1), dilation = Pair(node, "dilations", 1);
        (int Height, int Width) kernel = w.Rank == 3 ? (1, w[2]) : (w[2], w[3]);
        return new ConvolutionOptions
        {
            Stride = stride,
            Dilation = dilation,
            Pad = Pads(node, x, kernel, stride, dilation),
            Groups = (int)a.Int("group", 1),
        };
    }

    /// <summary>The options of a pooling of x [N, C, (H,) W].</summary>
    public static PoolingOptions Pooling(Node node, Shape x)
    {
        (int, int) stride = Pair(node, "strides", 1), dilation = Pair(node, "dilations", 1), kernel = Pair(node, "kernel_shape", 1);
        return new PoolingOptions
        {
            Kernel = kernel,
            Stride = stride,
            Dilation = dilation,
            Pad = Pads(node, x, kernel, stride, dilation),
            CeilMode = node.Attributes.Int("ceil_mode", 0) != 0,
            CountIncludePad = node.Attributes.Int("count_include_pad", 0) != 0,
        };
    }

    internal static (int Height, int Width) Pair(Node node, string name, int otherwise) => node.Attributes.Ints(name) switch
    {
        null or { Length: 0 } => (otherwise, otherwise),
        [long width] => (1, checked((int)width)),
        [long height, long width] => (checked((int)height), checked((int)width)),
        long[] many => throw new InvalidInputException($"{node.Describe()}: {name} has {many.Length} values; only 1-D and 2-D windows are supported."),
    };

    internal static (int Top, int Left, int Bottom, int Right) Pads(Node node, Shape x, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) dilation)
    {
        string mode = node.Attributes.Text("auto_pad", "NOTSET");
        if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            bool lower = mode == "SAME_LOWER";
            (int top, int bottom) = x.Rank == 3 ? (0, 0) : Same(x[2], kernel.Height, stride.Height, dilation.Height, lower);
            (int left, int right) = Same(x[-1], kernel.Width, stride.Width, dilation.Width, lower);
            return (top, left, bottom, right);
        }

        return mode == "VALID" ? default : node.Attributes.Ints("pads") switch
        {
            null or { Length: 0 } => default,
            [long left, long right] => (0, (int)left, 0, (int)right),
            [long top, long left, long bottom, long right] => ((int)top, (int)left, (int)bottom, (int)right),
            long[] many => throw new InvalidInputException($"{node.Describe()}: pads has {many.Length} values; only 1-D and 2-D padding is supported."),
        };
    }

    /// <summary>Padding of one axis after which the output has a stride-th of its elements.</summary>
    internal static (int Before, int After) Same(int size, int kernel, int stride, int dilation, bool lower)
    {
        int output = (size + stride - 1) / stride;
        int total = Math.Max(0, ((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - size);
        return lower ? (total - (total / 2), total / 2) : (total / 2, total - (total / 2));
    }
}
