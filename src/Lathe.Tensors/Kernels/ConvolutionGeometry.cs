namespace Lathe.Tensors.Kernels;

/// <summary>
/// The sizes of a 2-D convolution (a 1-D one has height 1). Activations lie in memory as [N, H, W, C], weights as
/// [O, I / groups, Kh, Kw]; output size = floor((in + pads - dilation (k - 1) - 1) / stride) + 1, given here.
/// </summary>
public readonly record struct ConvolutionGeometry
{
    /// <summary>Images in the batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Input channels, all groups together.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Input height.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Input width.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Output channels, all groups together.</summary>
    public required int OutputChannels { get; init; }

    /// <summary>Output height.</summary>
    public required int OutputHeight { get; init; }

    /// <summary>Output width.</summary>
    public required int OutputWidth { get; init; }

    /// <summary>Kernel height.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Kernel width.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Vertical stride.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Horizontal stride.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Vertical dilation.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Horizontal dilation.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Rows of zeros above.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of zeros on the left.</summary>
    public int PadLeft { get; init; }

    /// <summary>Rows of zeros below.</summary>
    public int PadBottom { get; init; }

    /// <summary>Columns of zeros on the right.</summary>
    public int PadRight { get; init; }

    /// <summary>Groups; equal to both channel counts for a depthwise convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Creates an empty geometry to be filled by initializers.</summary>
    public ConvolutionGeometry()
    {
    }

    /// <summary>True when every group has one input and one output channel.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == InputChannels && Groups == OutputChannels;

    /// <summary>Multiply-accumulates of one forward pass over the whole batch.</summary>
    public long Macs => (long)Batch * OutputHeight * OutputWidth * OutputChannels * (InputChannels / Groups) * KernelHeight * KernelWidth;
}
