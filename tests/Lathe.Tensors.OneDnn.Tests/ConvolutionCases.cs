using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>Convolutions of many kinds, small enough for a naive reference.</summary>
public static class ConvolutionCases
{
    /// <summary>Name and geometry.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The geometries by name.</summary>
    public static IReadOnlyDictionary<string, ConvolutionGeometry> All { get; } = new Dictionary<string, ConvolutionGeometry>
    {
        ["3 to 16"] = Make(2, 3, 9, 9, 16, 3, pad: 1),
        ["16 to 16"] = Make(2, 16, 8, 8, 16, 3, pad: 1),
        ["16 to 32, stride 2, odd"] = Make(2, 16, 9, 7, 32, 3, stride: 2, pad: 1),
        ["pads differ"] = Make(2, 8, 9, 9, 16, 3, stride: 2) with { PadTop = 0, PadLeft = 0, PadBottom = 1, PadRight = 1, OutputHeight = 4, OutputWidth = 4 },
        ["1 to 20, 5x5"] = Make(2, 1, 12, 12, 20, 5),
        ["20 to 50, 5x5"] = Make(2, 20, 8, 8, 50, 5),
        ["pointwise"] = Make(3, 24, 5, 5, 40, 1),
        ["pointwise, stride 2"] = Make(3, 16, 6, 6, 32, 1, stride: 2),
        // The shapes with which oneDNN 2.6's pointwise kernel wrote beyond its scratchpad and ended the process.
        ["pointwise, stride 2, few channels"] = Make(128, 5, 28, 28, 10, 1, stride: 2),
        ["pointwise, stride 2, odd channels"] = Make(128, 10, 14, 14, 19, 1, stride: 2),
        ["odd channels"] = Make(1, 5, 6, 7, 7, 3, pad: 1),
        ["dilated"] = Make(1, 8, 9, 9, 8, 3, pad: 2, dilation: 2),
        ["groups of 4"] = Make(2, 16, 6, 6, 24, 3, pad: 1, groups: 4),
        ["depthwise"] = Make(2, 16, 7, 7, 16, 3, pad: 1, groups: 16),
        ["depthwise, stride 2, odd channels"] = Make(2, 13, 7, 7, 13, 3, stride: 2, pad: 1, groups: 13),
        ["one dimension"] = Make(2, 8, 1, 17, 16, 3, pad: 1) with { KernelHeight = 1, PadTop = 0, PadBottom = 0, OutputHeight = 1 },
        ["wide, blocked"] = Make(2, 64, 6, 6, 64, 3, pad: 1),
        ["wide, stride 2, blocked"] = Make(2, 64, 6, 6, 128, 3, stride: 2, pad: 1),
    };

    private static ConvolutionGeometry Make(int batch, int input, int height, int width, int output, int kernel, int stride = 1, int pad = 0, int dilation = 1, int groups = 1) => new()
    {
        Batch = batch,
        InputChannels = input,
        InputHeight = height,
        InputWidth = width,
        OutputChannels = output,
        OutputHeight = ((height + (2 * pad) - (dilation * (kernel - 1)) - 1) / stride) + 1,
        OutputWidth = ((width + (2 * pad) - (dilation * (kernel - 1)) - 1) / stride) + 1,
        KernelHeight = kernel,
        KernelWidth = kernel,
        StrideHeight = stride,
        StrideWidth = stride,
        DilationHeight = dilation,
        DilationWidth = dilation,
        PadTop = pad,
        PadLeft = pad,
        PadBottom = pad,
        PadRight = pad,
        Groups = groups,
    };
}
