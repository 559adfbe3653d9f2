namespace Lathe.Tensors.Kernels;

/// <summary>The sizes of a 2-D pooling over activations stored as [N, H, W, C].</summary>
public readonly record struct PoolGeometry
{
    /// <summary>Images in the batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Input height.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Input width.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Output height.</summary>
    public required int OutputHeight { get; init; }

    /// <summary>Output width.</summary>
    public required int OutputWidth { get; init; }

    /// <summary>Window height.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Window width.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Vertical stride.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Horizontal stride.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Vertical dilation (max pooling only).</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Horizontal dilation (max pooling only).</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Rows of padding above.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of padding on the left.</summary>
    public int PadLeft { get; init; }

    /// <summary>Rows of padding below.</summary>
    public int PadBottom { get; init; }

    /// <summary>Columns of padding on the right.</summary>
    public int PadRight { get; init; }

    /// <summary>Average pooling: divide by the whole window, padding included.</summary>
    public bool CountIncludePad { get; init; }

    /// <summary>Creates an empty geometry to be filled by initializers.</summary>
    public PoolGeometry()
    {
    }
}
