using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>The convolutions and products that the training benchmarks spend their time in.</summary>
internal static class BenchmarkShapes
{
    /// <summary>Convolutions by name.</summary>
    public static IReadOnlyList<(string Name, ConvolutionGeometry Geometry)> Convolutions { get; } =
    [
        ("3-16@32", Of(128, 3, 32, 16, 3, 1, 1)), ("16-16@32", Of(128, 16, 32, 16, 3, 1, 1)), ("16-32@32 s2", Of(128, 16, 32, 32, 3, 2, 1)), ("32-32@16", Of(128, 32, 16, 32, 3, 1, 1)),
        ("32-64@16 s2", Of(128, 32, 16, 64, 3, 2, 1)), ("64-64@8", Of(128, 64, 8, 64, 3, 1, 1)), ("16-32@32 1x1s2", Of(128, 16, 32, 32, 1, 2, 0)), ("32-64@16 1x1s2", Of(128, 32, 16, 64, 1, 2, 0)),
        ("3-64@32", Of(128, 3, 32, 64, 3, 1, 1)), ("64-64@32", Of(128, 64, 32, 64, 3, 1, 1)), ("64-128@32 s2", Of(128, 64, 32, 128, 3, 2, 1)), ("128-128@16", Of(128, 128, 16, 128, 3, 1, 1)), ("256-256@8", Of(128, 256, 8, 256, 3, 1, 1)),
        ("1-20@28 5x5", Of(64, 1, 28, 20, 5, 1, 0)), ("20-50@12 5x5", Of(64, 20, 12, 50, 5, 1, 0)),
        ("3-8@96 s2", Of(32, 3, 96, 8, 3, 2, 1)), ("dw8@48", Of(32, 8, 48, 8, 3, 1, 1, 8)), ("dw16@48 s2", Of(32, 16, 48, 16, 3, 2, 1, 16)), ("dw32@24", Of(32, 32, 24, 32, 3, 1, 1, 32)), ("dw64@12", Of(32, 64, 12, 64, 3, 1, 1, 64)), ("dw128@6", Of(32, 128, 6, 128, 3, 1, 1, 128)), ("dw256@3", Of(32, 256, 3, 256, 3, 1, 1, 256)),
        ("pw8-16@48", Of(32, 8, 48, 16, 1, 1, 0)), ("pw16-32@24", Of(32, 16, 24, 32, 1, 1, 0)), ("pw32-32@24", Of(32, 32, 24, 32, 1, 1, 0)), ("pw64-64@12", Of(32, 64, 12, 64, 1, 1, 0)), ("pw128-128@6", Of(32, 128, 6, 128, 1, 1, 0)), ("pw256-256@3", Of(32, 256, 3, 256, 1, 1, 0)),
    ];

    /// <summary>Batch, M, N and K of matrix products.</summary>
    public static IReadOnlyList<(int Batch, int M, int N, int K)> Products { get; } =
    [
        (1, 64, 300, 784), (1, 64, 100, 300), (1, 64, 10, 100), (1, 128, 10, 64), (1, 64, 500, 800), (1, 256, 256, 256), (1, 1024, 1024, 1024),
        (1, 20, 800, 200), (1, 700, 800, 200), (1, 700, 10000, 200), (1, 2048, 128, 128), (1, 2048, 512, 128), (1, 128, 128, 2048), (1, 784, 300, 64), (1, 200, 800, 700), (64, 32, 32, 32), (128, 64, 64, 16),
    ];

    private static ConvolutionGeometry Of(int batch, int input, int size, int output, int kernel, int stride, int pad, int groups = 1)
    {
        int result = ((size + (2 * pad) - kernel) / stride) + 1;
        return new ConvolutionGeometry
        {
            Batch = batch, InputChannels = input, InputHeight = size, InputWidth = size, OutputChannels = output, OutputHeight = result, OutputWidth = result, KernelHeight = kernel, KernelWidth = kernel,
            StrideHeight = stride, StrideWidth = stride, PadTop = pad, PadLeft = pad, PadBottom = pad, PadRight = pad, Groups = groups,
        };
    }
}
