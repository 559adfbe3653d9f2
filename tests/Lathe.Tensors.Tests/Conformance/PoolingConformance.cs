using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What every pooling must compute.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class PoolingConformance
{
    protected abstract KernelBackend Backend { get; }

    /// <summary>Channels, kernel, stride, pad before, pad after, input size, output size (one more than the rounded down one for ceil mode).</summary>
    public static TheoryData<int, int, int, int, int, int, int> Cases => new()
    {
        { 1, 2, 2, 0, 0, 6, 3 },
        { 3, 3, 2, 1, 1, 7, 4 },
        { 5, 3, 1, 1, 1, 5, 5 },
        { 17, 2, 3, 0, 0, 8, 3 },
        { 64, 3, 2, 0, 1, 8, 4 },
        { 8, 3, 2, 0, 0, 8, 4 },
        { 9, 7, 1, 0, 0, 7, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Max_MatchesDefinition(int channels, int kernel, int stride, int before, int after, int size, int output)
    {
        PoolGeometry g = Geometry(channels, kernel, stride, before, after, size, output);
        using KernelBuffer x = KernelBuffer.Random(2 * size * size * channels, 1, -3, -1), y = new(2 * output * output * channels);
        using KernelBuffer dy = KernelBuffer.Random(y.Count, 2), dx = new(x.Count);
        double[] expected = new double[y.Count], gradient = new double[x.Count];
        Array.Fill(expected, double.NegativeInfinity);
        int[] places = new int[y.Count], indices = new int[y.Count];
        ForEach(g, (from, to) =>
        {
            if (x[from] > expected[to])
            {
                expected[to] = x[from];
                places[to] = from / channels % (size * size);
            }
        });
        for (int i = 0; i < places.Length; i++)
        {
            int image = i / (output * output * channels);
            gradient[(((image * size * size) + places[i]) * channels) + (i % channels)] += dy[i];
        }

        fixed (int* found = indices)
        {
            Backend.Pooling.MaxForward(g, x.Pointer, y.Pointer, found);
            y.ShouldMatch(expected, 0, "y");
            indices.ShouldBe(places);
            Backend.Pooling.MaxForward(g, x.Pointer, y.Pointer, null);
            y.ShouldMatch(expected, 0, "y without indices");
            Backend.Pooling.MaxBackward(g, dy.Pointer, found, dx.Pointer);
            dx.ShouldMatch(gradient, 1e-6, "dx");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Average_MatchesDefinition(int channels, int kernel, int stride, int before, int after, int size, int output)
    {
        foreach (bool include in new[] { false, true })
        {
            PoolGeometry g = Geometry(channels, kernel, stride, before, after, size, output) with { CountIncludePad = include };
            using KernelBuffer x = KernelBuffer.Random(2 * size * size * channels, 1), y = new(2 * output * output * channels);
            using KernelBuffer dy = KernelBuffer.Random(y.Count, 2), dx = new(x.Count);
            double[] expected = new double[y.Count], gradient = new double[x.Count];
            int[] count = new int[y.Count];
            ForEach(g, (_, to) => count[to]++);
            for (int i = 0; i < count.Length && include; i++)
            {
                int oy = i / channels / output % output, ox = i / channels % output;
                count[i] = Extent(oy) * Extent(ox);
            }

            ForEach(g, (from, to) => expected[to] += (double)x[from] / count[to]);
            ForEach(g, (from, to) => gradient[from] += (double)dy[to] / count[to]);
            Backend.Pooling.AverageForward(g, x.Pointer, y.Pointer);
            y.ShouldMatch(expected, 1e-6, $"y, padding counted {include}");
            Backend.Pooling.AverageBackward(g, dy.Pointer, dx.Pointer);
            dx.ShouldMatch(gradient, 1e-6, $"dx, padding counted {include}");
        }

        int Extent(int at) => Math.Min((at * stride) - before + kernel, size + after) - ((at * stride) - before);
    }

    private static PoolGeometry Geometry(int channels, int kernel, int stride, int before, int after, int size, int output) => new()
    {
        Batch = 2, Channels = channels, InputHeight = size, InputWidth = size, OutputHeight = output, OutputWidth = output,
        KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride,
        PadTop = before, PadLeft = before, PadBottom = after, PadRight = after,
    };

    /// <summary>Every pair of an input element and an output element whose window holds it.</summary>
    private static void ForEach(PoolGeometry g, Action<int, int> visit)
    {
        for (int to = 0; to < g.Batch * g.OutputHeight * g.OutputWidth * g.Channels; to++)
        {
            int c = to % g.Channels, pixel = to / g.Channels, ox = pixel % g.OutputWidth, oy = pixel / g.OutputWidth % g.OutputHeight, n = pixel / g.OutputWidth / g.OutputHeight;
            for (int tap = 0; tap < g.KernelHeight * g.KernelWidth; tap++)
            {
                int h = (oy * g.StrideHeight) - g.PadTop + (tap / g.KernelWidth), w = (ox * g.StrideWidth) - g.PadLeft + (tap % g.KernelWidth);
                if ((uint)h < (uint)g.InputHeight && (uint)w < (uint)g.InputWidth)
                {
                    visit(((((n * g.InputHeight) + h) * g.InputWidth) + w) * g.Channels + c, to);
                }
            }
        }
    }
}
