namespace Lathe.Tensors;

/// <summary>Window, strides and padding of a 2-D pooling (1-D input uses the widths).</summary>
public sealed record PoolingOptions
{
    /// <summary>Window (height, width).</summary>
    public required (int Height, int Width) Kernel { get; init; }

    /// <summary>Strides (height, width).</summary>
    public (int Height, int Width) Stride { get; init; } = (1, 1);

    /// <summary>Dilations (height, width), max pooling only.</summary>
    public (int Height, int Width) Dilation { get; init; } = (1, 1);

    /// <summary>Padding on each side.</summary>
    public (int Top, int Left, int Bottom, int Right) Pad { get; init; }

    /// <summary>Round output sizes up.</summary>
    public bool CeilMode { get; init; }

    /// <summary>Average pooling counts padding as zeros.</summary>
    public bool CountIncludePad { get; init; }
}
