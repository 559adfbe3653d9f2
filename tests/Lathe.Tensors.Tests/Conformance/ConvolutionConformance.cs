using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What every convolution must compute, by its definition summed in double.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class ConvolutionConformance
{
    protected abstract KernelBackend Backend { get; }

    /// <summary>Channels in and out, kernel, stride, dilation, groups, pads (top, left, bottom, right), height, width.</summary>
    public static TheoryData<int, int, int, int, int, int, int[], int, int> Cases => new()
    {
        { 1, 1, 3, 1, 1, 1, [1, 1, 1, 1], 5, 5 },
        { 3, 16, 3, 1, 1, 1, [1, 1, 1, 1], 9, 11 },
        { 5, 7, 3, 2, 1, 1, [0, 1, 2, 0], 8, 9 },
        { 17, 33, 3, 1, 1, 1, [1, 1, 1, 1], 6, 7 },
        { 64, 64, 3, 1, 1, 1, [1, 1, 1, 1], 7, 7 },
        { 64, 20, 1, 1, 1, 1, [0, 0, 0, 0], 5, 5 },
        { 64, 1, 3, 1, 1, 1, [1, 1, 1, 1], 5, 5 },
        { 16, 17, 1, 2, 1, 1, [0, 0, 0, 0], 7, 6 },
        { 3, 8, 1, 3, 1, 1, [1, 0, 0, 1], 8, 8 },
        { 5, 64, 5, 1, 1, 1, [2, 2, 2, 2], 9, 6 },
        { 8, 8, 3, 1, 2, 1, [2, 2, 2, 2], 9, 9 },
        { 6, 4, 3, 2, 3, 1, [3, 1, 2, 4], 11, 10 },
        { 6, 9, 3, 1, 1, 3, [1, 1, 1, 1], 6, 5 },
        { 32, 64, 3, 2, 1, 2, [1, 1, 1, 1], 8, 8 },
        { 3, 3, 3, 1, 1, 3, [1, 1, 1, 1], 6, 6 },
        { 17, 17, 3, 1, 1, 17, [1, 1, 1, 1], 9, 7 },
        { 64, 64, 3, 2, 1, 64, [0, 0, 1, 1], 8, 8 },
        { 17, 17, 5, 1, 1, 17, [2, 2, 2, 2], 8, 9 },
        { 16, 16, 3, 1, 2, 16, [2, 2, 2, 2], 9, 9 },
        { 5, 10, 3, 1, 1, 5, [1, 1, 1, 1], 6, 6 },
        { 4, 5, 3, 1, 1, 1, [1, 1, 1, 1], 1, 1 },
        { 3, 16, 7, 2, 1, 1, [3, 3, 3, 3], 15, 13 },
        { 24, 40, 3, 1, 1, 1, [1, 1, 1, 1], 17, 19 },
        { 16, 16, 3, 1, 1, 1, [2, 0, 1, 2], 18, 20 },
        { 64, 16, 3, 1, 1, 1, [0, 0, 0, 0], 20, 20 },
        { 3, 24, 3, 1, 1, 1, [0, 1, 0, 1], 13, 8 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_MatchesDefinition(int input, int output, int kernel, int stride, int dilation, int groups, int[] pads, int height, int width)
    {
        ConvolutionGeometry g = Geometry(input, output, kernel, stride, dilation, groups, pads, height, width);
        foreach (bool fused in new[] { false, true })
        {
            foreach (DType type in new[] { DType.Float32, DType.BFloat16 })
            {
                CheckForward(g, type, fused);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BackwardData_MatchesDefinition(int input, int output, int kernel, int stride, int dilation, int groups, int[] pads, int height, int width)
    {
        ConvolutionGeometry g = Geometry(input, output, kernel, stride, dilation, groups, pads, height, width);
        using KernelBuffer dy = KernelBuffer.Random(Outputs(g), 1), w = KernelBuffer.Random(Weights(g), 2), dx = new(Inputs(g));
        double[] expected = new double[dx.Count];
        ForEach(g, (x, f, y) => expected[x] += (double)dy[y] * w[f]);
        Backend.Convolution.BackwardData(g, DType.Float32, dy.Pointer, w.Pointer, dx.Pointer);
        dx.ShouldMatch(expected, 1e-5, "dx");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BackwardWeights_MatchesDefinition(int input, int output, int kernel, int stride, int dilation, int groups, int[] pads, int height, int width)
    {
        ConvolutionGeometry g = Geometry(input, output, kernel, stride, dilation, groups, pads, height, width);
        using KernelBuffer dy = KernelBuffer.Random(Outputs(g), 1), x = KernelBuffer.Random(Inputs(g), 2), dw = new(Weights(g)), db = new(output), again = new(Weights(g));
        double[] expected = new double[dw.Count], bias = new double[output];
        ForEach(g, (i, f, y) => expected[f] += (double)dy[y] * x[i]);
        for (int i = 0; i < dy.Count; i++)
        {
            bias[i % output] += dy[i];
        }

        Backend.Convolution.BackwardWeights(g, DType.Float32, x.Pointer, dy.Pointer, dw.Pointer, db.Pointer);
        dw.ShouldMatch(expected, 1e-5, "dw");
        db.ShouldMatch(bias, 1e-5, "db");
        Backend.Convolution.BackwardWeights(g, DType.Float32, x.Pointer, dy.Pointer, again.Pointer, null);
        again.Span.SequenceEqual(dw.Span).ShouldBeTrue("two runs must give the same bits");
    }

    private void CheckForward(ConvolutionGeometry g, DType type, bool fused)
    {
        using KernelBuffer x = KernelBuffer.Random(Inputs(g), 1), w = KernelBuffer.Random(Weights(g), 2), bias = KernelBuffer.Random(g.OutputChannels, 3);
        using KernelBuffer y = fused ? KernelBuffer.Random(Outputs(g), 4) : new KernelBuffer(Outputs(g));
        using KernelBuffer halfX = x.ToBFloat16(), halfW = w.ToBFloat16();
        double[] expected = new double[y.Count];
        ForEach(g, (i, f, o) => expected[o] += (double)x[i] * w[f]);
        for (int i = 0; fused && i < expected.Length; i++)
        {
            expected[i] = Math.Max(0, expected[i] + bias[i % g.OutputChannels] + y[i]);
        }

        bool half = type == DType.BFloat16;
        Backend.Convolution.Forward(g, type, half ? halfX.Pointer : x.Pointer, half ? halfW.Pointer : w.Pointer, fused ? bias.Pointer : null, y.Pointer, fused ? Activation.Relu : Activation.Identity, fused);
        y.ShouldMatch(expected, 1e-5, $"y, {type}, fused {fused}");
    }

    private static ConvolutionGeometry Geometry(int input, int output, int kernel, int stride, int dilation, int groups, int[] pads, int height, int width) => new()
    {
        Batch = 3,
        InputChannels = input,
        InputHeight = height,
        InputWidth = width,
        OutputChannels = output,
        OutputHeight = ((height + pads[0] + pads[2] - (dilation * (kernel - 1)) - 1) / stride) + 1,
        OutputWidth = ((width + pads[1] + pads[3] - (dilation * (kernel - 1)) - 1) / stride) + 1,
        KernelHeight = kernel,
        KernelWidth = kernel,
        StrideHeight = stride,
        StrideWidth = stride,
        DilationHeight = dilation,
        DilationWidth = dilation,
        PadTop = pads[0],
        PadLeft = pads[1],
        PadBottom = pads[2],
        PadRight = pads[3],
        Groups = groups,
    };

    private static int Inputs(in ConvolutionGeometry g) => g.Batch * g.InputHeight * g.InputWidth * g.InputChannels;

    private static int Outputs(in ConvolutionGeometry g) => g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels;

    private static int Weights(in ConvolutionGeometry g) => g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth;

    /// <summary>Every product: place of the input, of the weight, of the output.</summary>
    private static void ForEach(ConvolutionGeometry g, Action<int, int, int> visit)
    {
        int inputs = g.InputChannels / g.Groups, perGroup = g.OutputChannels / g.Groups, taps = g.KernelHeight * g.KernelWidth;
        int pixels = g.OutputHeight * g.OutputWidth;
        for (int y = 0; y < Outputs(g); y++)
        {
            int o = y % g.OutputChannels, pixel = y / g.OutputChannels % pixels, n = y / g.OutputChannels / pixels;
            for (int tap = 0; tap < taps; tap++)
            {
                int h = (pixel / g.OutputWidth * g.StrideHeight) - g.PadTop + (tap / g.KernelWidth * g.DilationHeight);
                int w = (pixel % g.OutputWidth * g.StrideWidth) - g.PadLeft + (tap % g.KernelWidth * g.DilationWidth);
                if ((uint)h >= (uint)g.InputHeight || (uint)w >= (uint)g.InputWidth)
                {
                    continue;
                }

                for (int i = 0; i < inputs; i++)
                {
                    visit(((((n * g.InputHeight) + h) * g.InputWidth) + w) * g.InputChannels + (o / perGroup * inputs) + i, (((o * inputs) + i) * taps) + tap, y);
                }
            }
        }
    }
}
