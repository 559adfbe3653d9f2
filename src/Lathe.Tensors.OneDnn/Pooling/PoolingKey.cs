using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Pooling;

/// <summary>Everything that decides which pooling primitive is needed.</summary>
internal readonly record struct PoolingKey(PoolGeometry Geometry, PoolingKind Kind)
{
    /// <summary>
    /// True when oneDNN's definition covers it: the output size follows from sizes and pads (no rounding up, where windows
    /// hang over the padding) and no window lies in padding alone.
    /// </summary>
    public bool IsCovered
    {
        get
        {
            PoolGeometry g = Geometry;
            return g.Batch > 0
                && Fits(g.InputHeight, g.OutputHeight, g.KernelHeight, g.StrideHeight, g.DilationHeight, g.PadTop, g.PadBottom)
                && Fits(g.InputWidth, g.OutputWidth, g.KernelWidth, g.StrideWidth, g.DilationWidth, g.PadLeft, g.PadRight)
                && (Kind == PoolingKind.MaxForward || g is { DilationHeight: 1, DilationWidth: 1 });
        }
    }

    /// <summary>Operation and shapes for messages.</summary>
    public string Describe()
    {
        PoolGeometry g = Geometry;
        return $"pooling {Kind} of [{g.Batch},{g.Channels},{g.InputHeight},{g.InputWidth}], window {g.KernelHeight}x{g.KernelWidth}, strides {g.StrideHeight}x{g.StrideWidth}, "
            + $"pads {g.PadTop},{g.PadLeft},{g.PadBottom},{g.PadRight}, giving [{g.OutputHeight},{g.OutputWidth}]";
    }

    private static bool Fits(int input, int output, int kernel, int stride, int dilation, int before, int after)
    {
        int reach = (dilation * (kernel - 1)) + 1;
        return before < reach && after < reach && ((input + before + after - reach) / stride) + 1 == output;
    }
}
