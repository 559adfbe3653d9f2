using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Depthwise convolutions, vectorised over channels; weights are first turned from [C, K] to [K, C].</summary>
internal static unsafe class DepthwiseConvolution
{
    public static void Forward(ThreadTeam team, in ConvolutionGeometry g, float* x, float* w, in Epilogue epilogue, float* y)
    {
        using Scratch weights = TapsFirst(g, w, reversed: false);
        team.For(g.Batch * g.OutputHeight, 1, new DepthwiseRows(g, x, weights.Floats, epilogue, y));
    }

    public static void BackwardData(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx)
    {
        if (g.StrideHeight == 1 && g.StrideWidth == 1)
        {
            using Scratch flipped = TapsFirst(g, w, reversed: true);
            team.For(g.Batch * g.InputHeight, 1, new DepthwiseRows(Mirrored(g), dy, flipped.Floats, new Epilogue(1, 0, null, Activation.Identity), dx));
            return;
        }

        using Scratch weights = TapsFirst(g, w, reversed: false);
        team.For(g.Batch * g.InputHeight, 1, new DataBody(g, dy, weights.Floats, dx));
    }

    public static void BackwardWeights(ThreadTeam team, in ConvolutionGeometry g, float* x, float* dy, float* dw)
    {
        int taps = g.KernelHeight * g.KernelWidth, channels = g.InputChannels;
        int parts = Math.Max(1, Math.Min(team.Count, g.Batch));
        using var sums = new Scratch((long)parts * taps * channels);
        new Span<float>(sums.Floats, parts * taps * channels).Clear();
        team.For(parts, 1, new WeightsBody(g, x, dy, sums.Floats, parts));
        for (int c = 0; c < channels; c++)
        {
            for (int k = 0; k < taps; k++)
            {
                float sum = 0;
                for (int part = 0; part < parts; part++)
                {
                    sum += sums.Floats[(((long)part * taps) + k) * channels + c];
                }

                dw[(c * taps) + k] = sum;
            }
        }
    }

    /// <summary>The convolution of dy with reversed taps that gives dx when strides are 1.</summary>
    private static ConvolutionGeometry Mirrored(in ConvolutionGeometry g) => g with
    {
        InputHeight = g.OutputHeight,
        InputWidth = g.OutputWidth,
        OutputHeight = g.InputHeight,
        OutputWidth = g.InputWidth,
        PadTop = ((g.KernelHeight - 1) * g.DilationHeight) - g.PadTop,
        PadLeft = ((g.KernelWidth - 1) * g.DilationWidth) - g.PadLeft,
    };

    private static Scratch TapsFirst(in ConvolutionGeometry g, float* w, bool reversed)
    {
        int taps = g.KernelHeight * g.KernelWidth;
        var weights = new Scratch((long)taps * g.InputChannels);
        for (int c = 0; c < g.InputChannels; c++)
        {
            for (int k = 0; k < taps; k++)
            {
                weights.Floats[((long)k * g.InputChannels) + c] = w[(c * taps) + (reversed ? taps - 1 - k : k)];
            }
        }

        return weights;
    }

    /// <summary>target[c] += a[c] b[c].</summary>
    private static void MultiplyAdd(float* a, float* b, float* target, int count)
    {
        int c = 0;
        for (; c <= count - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector.Store(Vector.MultiplyAddEstimate(Vector.Load(a + c), Vector.Load(b + c), Vector.Load(target + c)), target + c);
        }

        for (; c < count; c++)
        {
            target[c] += a[c] * b[c];
        }
    }

    private readonly struct DataBody(ConvolutionGeometry g, float* dy, float* w, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int channels = g.InputChannels;
            for (int item = begin; item < end; item++)
            {
                int n = item / g.InputHeight, iy = item % g.InputHeight;
                for (int ix = 0; ix < g.InputWidth; ix++)
                {
                    float* target = dx + ((((long)item * g.InputWidth) + ix) * channels);
                    new Span<float>(target, channels).Clear();
                    Pixel(n, iy, ix, target);
                }
            }
        }

        private void Pixel(int n, int iy, int ix, float* target)
        {
            int channels = g.InputChannels;
            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int y = iy + g.PadTop - (ky * g.DilationHeight);
                if (y < 0 || y % g.StrideHeight != 0 || y / g.StrideHeight >= g.OutputHeight)
                {
                    continue;
                }

                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int column = ix + g.PadLeft - (kx * g.DilationWidth);
                    if (column >= 0 && column % g.StrideWidth == 0 && column / g.StrideWidth < g.OutputWidth)
                    {
                        float* gradient = dy + ((((((long)n * g.OutputHeight) + (y / g.StrideHeight)) * g.OutputWidth) + (column / g.StrideWidth)) * channels);
                        MultiplyAdd(gradient, w + ((long)((ky * g.KernelWidth) + kx) * channels), target, channels);
                    }
                }
            }
        }
    }

    private readonly struct WeightsBody(ConvolutionGeometry g, float* x, float* dy, float* sums, int parts) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int channels = g.InputChannels, taps = g.KernelHeight * g.KernelWidth;
            for (int part = begin; part < end; part++)
            {
                float* sum = sums + ((long)part * taps * channels);
                for (int n = g.Batch * part / parts; n < g.Batch * (part + 1) / parts; n++)
                {
                    for (int oy = 0; oy < g.OutputHeight; oy++)
                    {
                        Row(n, oy, sum);
                    }
                }
            }
        }

        private void Row(int n, int oy, float* sum)
        {
            int channels = g.InputChannels;
            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int iy = (oy * g.StrideHeight) - g.PadTop + (ky * g.DilationHeight);
                if ((uint)iy >= (uint)g.InputHeight)
                {
                    continue;
                }

                float* source = x + ((((long)n * g.InputHeight) + iy) * g.InputWidth * channels);
                float* gradient = dy + ((((long)n * g.OutputHeight) + oy) * g.OutputWidth * channels);
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    TapRow(source, gradient, (kx * g.DilationWidth) - g.PadLeft, sum + ((long)((ky * g.KernelWidth) + kx) * channels));
                }
            }
        }

        private void TapRow(float* source, float* gradient, int shift, float* target)
        {
            int channels = g.InputChannels, apart = g.StrideWidth * channels;
            int from = shift >= 0 ? 0 : (-shift + g.StrideWidth - 1) / g.StrideWidth;
            int to = shift >= g.InputWidth ? 0 : Math.Min(g.OutputWidth, ((g.InputWidth - 1 - shift) / g.StrideWidth) + 1);
            float* x0 = source + (((from * g.StrideWidth) + shift) * (long)channels);
            float* d0 = gradient + ((long)from * channels);
            int c = 0, size = Vector<float>.Count;
            for (; c <= channels - (4 * size); c += 4 * size)
            {
                Vector<float> s0 = Vector.Load(target + c), s1 = Vector.Load(target + c + size), s2 = Vector.Load(target + c + (2 * size)), s3 = Vector.Load(target + c + (3 * size));
                float* p = x0 + c, d = d0 + c;
                for (int ox = from; ox < to; ox++, p += apart, d += channels)
                {
                    s0 = Vector.MultiplyAddEstimate(Vector.Load(p), Vector.Load(d), s0);
                    s1 = Vector.MultiplyAddEstimate(Vector.Load(p + size), Vector.Load(d + size), s1);
                    s2 = Vector.MultiplyAddEstimate(Vector.Load(p + (2 * size)), Vector.Load(d + (2 * size)), s2);
                    s3 = Vector.MultiplyAddEstimate(Vector.Load(p + (3 * size)), Vector.Load(d + (3 * size)), s3);
                }

                Vector.Store(s0, target + c);
                Vector.Store(s1, target + c + size);
                Vector.Store(s2, target + c + (2 * size));
                Vector.Store(s3, target + c + (3 * size));
            }

            for (int ox = from; ox < to && c < channels; ox++, x0 += apart, d0 += channels)
            {
                MultiplyAdd(x0 + c, d0 + c, target + c, channels - c);
            }
        }
    }
}
