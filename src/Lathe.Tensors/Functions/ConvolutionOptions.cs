namespace Lathe.Tensors;

/// <summary>Strides, padding, dilation and groups of a 1-D or 2-D convolution.</summary>
public sealed record ConvolutionOptions
{
    /// <summary>Strides 1, no padding, one group.</summary>
    public static ConvolutionOptions Default { get; } = new();

    /// <summary>Strides (height, width).</summary>
    public (int Height, int Width) Stride { get; init; } = (1, 1);

    /// <summary>Dilations (height, width).</summary>
    public (int Height, int Width) Dilation { get; init; } = (1, 1);

    /// <summary>Zeros added on each side.</summary>
    public (int Top, int Left, int Bottom, int Right) Pad { get; init; }

    /// <summary>Groups of channels that see only each other.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Options of a square convolution.</summary>
    public static ConvolutionOptions Square(int stride, int pad, int groups = 1) =>
        new() { Stride = (stride, stride), Pad = (pad, pad, pad, pad), Groups = groups };
}
