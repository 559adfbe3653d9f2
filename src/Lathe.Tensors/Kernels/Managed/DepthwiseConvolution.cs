using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Depthwise convolutions, vectorised over channels; weights are first turned from [C, K] to [K, C].</summary>
internal static unsafe class DepthwiseConvolution
{
    public static void Forward(ThreadTeam team, in ConvolutionGeometry g, float* x, float* w, in Epilogue epilogue, float* y)
    {
        using Scratch weights = TapsFirst(g, w);
        team.For(g.Batch * g.OutputHeight, 1, new ForwardBody(g, x, weights.Floats, epilogue, y));
    }

    public static void BackwardData(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx)
    {
        using Scratch weights = TapsFirst(g, w);
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

    private static Scratch TapsFirst(in ConvolutionGeometry g, float* w)
    {
        int taps = g.KernelHeight * g.KernelWidth;
        var weights = new Scratch((long)taps * g.InputChannels);
        for (int c = 0; c < g.InputChannels; c++)
        {
            for (int k = 0; k < taps; k++)
            {
                weights.Floats[((long)k * g.InputChannels) + c] = w[(c * taps) + k];
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

    private readonly struct ForwardBody(ConvolutionGeometry g, float* x, float* w, Epilogue epilogue, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int channels = g.InputChannels;
            using var sums = new Scratch(channels);
            for (int item = begin; item < end; item++)
            {
                int n = item / g.OutputHeight, oy = item % g.OutputHeight;
                for (int ox = 0; ox < g.OutputWidth; ox++)
                {
                    Pixel(n, oy, ox, sums.Floats);
                    float* target = y + ((((long)item * g.OutputWidth) + ox) * channels);
                    epilogue.StoreRow(sums.Floats, channels, target);
                }
            }
        }

        private void Pixel(int n, int oy, int ox, float* sums)
        {
            int channels = g.InputChannels;
            int top = (oy * g.StrideHeight) - g.PadTop, left = (ox * g.StrideWidth) - g.PadLeft;
            float* image = x + ((long)n * g.InputHeight * g.InputWidth * channels);
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> sum = default;
                for (int ky = 0; ky < g.KernelHeight; ky++)
                {
                    int iy = top + (ky * g.DilationHeight);
                    if ((uint)iy >= (uint)g.InputHeight)
                    {
                        continue;
                    }

                    for (int kx = 0; kx < g.KernelWidth; kx++)
                    {
                        int ix = left + (kx * g.DilationWidth);
                        if ((uint)ix < (uint)g.InputWidth)
                        {
                            sum = Vector.MultiplyAddEstimate(Vector.Load(image + ((((long)iy * g.InputWidth) + ix) * channels) + c), Vector.Load(w + ((long)((ky * g.KernelWidth) + kx) * channels) + c), sum);
                        }
                    }
                }

                Vector.Store(sum, sums + c);
            }

            if (c < channels)
            {
                Tail(image, top, left, sums, c);
            }
        }

        private void Tail(float* image, int top, int left, float* sums, int first)
        {
            int channels = g.InputChannels;
            new Span<float>(sums + first, channels - first).Clear();
            for (int k = 0; k < g.KernelHeight * g.KernelWidth; k++)
            {
                int iy = top + (k / g.KernelWidth * g.DilationHeight), ix = left + (k % g.KernelWidth * g.DilationWidth);
                if ((uint)iy < (uint)g.InputHeight && (uint)ix < (uint)g.InputWidth)
                {
                    MultiplyAdd(image + ((((long)iy * g.InputWidth) + ix) * channels) + first, w + ((long)k * channels) + first, sums + first, channels - first);
                }
            }
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
            int channels = g.InputChannels;
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> total = Vector.Load(target + c);
                for (int ox = 0; ox < g.OutputWidth; ox++)
                {
                    int ix = (ox * g.StrideWidth) + shift;
                    if ((uint)ix < (uint)g.InputWidth)
                    {
                        total = Vector.MultiplyAddEstimate(Vector.Load(source + ((long)ix * channels) + c), Vector.Load(gradient + ((long)ox * channels) + c), total);
                    }
                }

                Vector.Store(total, target + c);
            }

            for (int ox = 0; ox < g.OutputWidth && c < channels; ox++)
            {
                int ix = (ox * g.StrideWidth) + shift;
                if ((uint)ix < (uint)g.InputWidth)
                {
                    MultiplyAdd(source + ((long)ix * channels) + c, gradient + ((long)ox * channels) + c, target + c, channels - c);
                }
            }
        }
    }
}
