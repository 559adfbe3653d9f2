using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>Checks the shapes of pooling and works out its geometry.</summary>
internal static class PoolShapes
{
    public static PoolGeometry Geometry(Shape x, PoolingOptions o)
    {
        if (x.Rank != 4)
        {
            throw new ShapeException($"Pooling expects [N, C, H, W] or [N, C, L], not {x}.");
        }

        int height = Size(x[2], o.Kernel.Height, o.Stride.Height, o.Dilation.Height, o.Pad.Top, o.Pad.Bottom, o.CeilMode);
        int width = Size(x[3], o.Kernel.Width, o.Stride.Width, o.Dilation.Width, o.Pad.Left, o.Pad.Right, o.CeilMode);
        if (height <= 0 || width <= 0)
        {
            throw new ShapeException($"Pooling of {x}: a window of {o.Kernel.Height} x {o.Kernel.Width} does not fit into the padded input (output would be {height} x {width}).");
        }

        return new PoolGeometry
        {
            Batch = x[0],
            Channels = x[1],
            InputHeight = x[2],
            InputWidth = x[3],
            OutputHeight = height,
            OutputWidth = width,
            KernelHeight = o.Kernel.Height,
            KernelWidth = o.Kernel.Width,
            StrideHeight = o.Stride.Height,
            StrideWidth = o.Stride.Width,
            DilationHeight = o.Dilation.Height,
            DilationWidth = o.Dilation.Width,
            PadTop = o.Pad.Top,
            PadLeft = o.Pad.Left,
            PadBottom = o.Pad.Bottom,
            PadRight = o.Pad.Right,
            CountIncludePad = o.CountIncludePad,
        };
    }

    public static Shape Input(in PoolGeometry g) => new(g.Batch, g.Channels, g.InputHeight, g.InputWidth);

    private static int Size(int size, int kernel, int stride, int dilation, int before, int after, bool ceil)
    {
        int span = size + before + after - (dilation * (kernel - 1)) - 1;
        if (span < 0)
        {
            return 0;
        }

        int count = (ceil ? (span + stride - 1) / stride : span / stride) + 1;

        // A window may not start in the padding after the input (ONNX and the frameworks agree).
        return ceil && (count - 1) * stride >= size + before ? count - 1 : count;
    }
}
