using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>Checks the shapes of convolutions and works out their geometry.</summary>
internal static class ConvolutionShapes
{
    public static ConvolutionGeometry Forward(Shape x, Shape w, Shape? bias, ConvolutionOptions o)
    {
        Require(x.Rank == 4 && w.Rank == 4, x, w, "expects a 4-D input [N, C, H, W] and weight [O, C / groups, Kh, Kw]");
        Require(o.Groups > 0 && x[1] == w[1] * o.Groups, x, w, $"has {x[1]} input channels but its weight expects {w[1] * o.Groups} ({o.Groups} groups of {w[1]}). Check the model's input layout (NCHW expected)");
        Require(w[0] % o.Groups == 0, x, w, $"has {w[0]} filters, not a multiple of its {o.Groups} groups");
        Require(bias is null || bias.Value.Count == w[0], x, w, $"has a bias of {bias?.Count} values for {w[0]} filters");
        int height = Size(x[2], w[2], o.Stride.Height, o.Dilation.Height, o.Pad.Top + o.Pad.Bottom);
        int width = Size(x[3], w[3], o.Stride.Width, o.Dilation.Width, o.Pad.Left + o.Pad.Right);
        Require(height > 0 && width > 0, x, w, $"has a kernel that does not fit into its padded input (output would be {height} x {width})");
        return Geometry(x[0], x[1], x[2], x[3], w[0], height, width, w[2], w[3], o);
    }

    /// <summary>The geometry of the convolution whose data gradient a transposed convolution is: x and y change places.</summary>
    public static ConvolutionGeometry Transposed(Shape x, Shape w, Shape? bias, ConvolutionOptions o, (int Height, int Width) outputPadding)
    {
        Require(x.Rank == 4 && w.Rank == 4, x, w, "(transposed) expects a 4-D input and weight [C, O / groups, Kh, Kw]");
        Require(x[1] == w[0], x, w, $"(transposed) has {x[1]} input channels but its weight expects {w[0]}");
        int outputChannels = w[1] * o.Groups;
        Require(bias is null || bias.Value.Count == outputChannels, x, w, $"(transposed) has a bias of {bias?.Count} values for {outputChannels} channels");
        int height = ((x[2] - 1) * o.Stride.Height) + (o.Dilation.Height * (w[2] - 1)) + 1 + outputPadding.Height - o.Pad.Top - o.Pad.Bottom;
        int width = ((x[3] - 1) * o.Stride.Width) + (o.Dilation.Width * (w[3] - 1)) + 1 + outputPadding.Width - o.Pad.Left - o.Pad.Right;
        Require(height > 0 && width > 0, x, w, $"(transposed) would give an output of {height} x {width}");
        return Geometry(x[0], outputChannels, height, width, x[1], x[2], x[3], w[2], w[3], o);
    }

    private static ConvolutionGeometry Geometry(int batch, int channels, int height, int width, int outChannels, int outHeight, int outWidth, int kernelHeight, int kernelWidth, ConvolutionOptions o) => new()
    {
        Batch = batch,
        InputChannels = channels,
        InputHeight = height,
        InputWidth = width,
        OutputChannels = outChannels,
        OutputHeight = outHeight,
        OutputWidth = outWidth,
        KernelHeight = kernelHeight,
        KernelWidth = kernelWidth,
        StrideHeight = o.Stride.Height,
        StrideWidth = o.Stride.Width,
        DilationHeight = o.Dilation.Height,
        DilationWidth = o.Dilation.Width,
        PadTop = o.Pad.Top,
        PadLeft = o.Pad.Left,
        PadBottom = o.Pad.Bottom,
        PadRight = o.Pad.Right,
        Groups = o.Groups,
    };

    private static int Size(int size, int kernel, int stride, int dilation, int pads)
    {
        int span = size + pads - (dilation * (kernel - 1)) - 1;
        return span < 0 ? 0 : (span / stride) + 1;
    }

    private static void Require(bool condition, Shape x, Shape w, string problem)
    {
        if (!condition)
        {
            throw new ShapeException($"Convolution of {x} with weight {w} {problem}.");
        }
    }
}
