using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Pooling over channels-last images, vectorised over channels.</summary>
internal sealed unsafe class ManagedPooling(ThreadTeam team) : IPoolingKernels
{
    /// <inheritdoc/>
    public void MaxForward(in PoolGeometry geometry, float* x, float* y, int* indices) =>
        team.For(geometry.Batch * geometry.OutputHeight, 1, new MaxBody(geometry, x, y, indices));

    /// <inheritdoc/>
    public void MaxBackward(in PoolGeometry geometry, float* dy, int* indices, float* dx) =>
        team.For(geometry.Batch, 1, new MaxGradientBody(geometry, dy, indices, dx));

    /// <inheritdoc/>
    public void AverageForward(in PoolGeometry geometry, float* x, float* y) =>
        team.For(geometry.Batch * geometry.OutputHeight, 1, new AverageBody(geometry, x, y));

    /// <inheritdoc/>
    public void AverageBackward(in PoolGeometry geometry, float* dy, float* dx) =>
        team.For(geometry.Batch, 1, new AverageGradientBody(geometry, dy, dx));

    private readonly struct MaxBody(PoolGeometry g, float* x, float* y, int* indices) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int item = begin; item < end; item++)
            {
                int n = item / g.OutputHeight, oy = item % g.OutputHeight;
                for (int ox = 0; ox < g.OutputWidth; ox++)
                {
                    long at = (((long)item * g.OutputWidth) + ox) * g.Channels;
                    Pixel(n, oy, ox, y + at, indices == null ? null : indices + at);
                }
            }
        }

        private void Pixel(int n, int oy, int ox, float* target, int* places)
        {
            int channels = g.Channels;
            new Span<float>(target, channels).Fill(float.NegativeInfinity);
            if (places != null)
            {
                new Span<int>(places, channels).Clear();
            }

            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int iy = (oy * g.StrideHeight) - g.PadTop + (ky * g.DilationHeight);
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = (ox * g.StrideWidth) - g.PadLeft + (kx * g.DilationWidth);
                    if ((uint)iy < (uint)g.InputHeight && (uint)ix < (uint)g.InputWidth)
                    {
                        Visit(x + ((((((long)n * g.InputHeight) + iy) * g.InputWidth) + ix) * channels), (iy * g.InputWidth) + ix, target, places);
                    }
                }
            }
        }

        private void Visit(float* source, int place, float* target, int* places)
        {
            int c = 0;
            for (; c <= g.Channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(source + c), best = Vector.Load(target + c);

                // Not "less or equal": so NaN wins too, and the first of equals stays.
                Vector<int> keep = Vector.LessThanOrEqual(value, best);
                Vector.Store(Vector.ConditionalSelect(keep, best, value), target + c);
                if (places != null)
                {
                    Vector.Store(Vector.ConditionalSelect(keep, Vector.Load(places + c), new Vector<int>(place)), places + c);
                }
            }

            for (; c < g.Channels; c++)
            {
                if (!(source[c] <= target[c]))
                {
                    target[c] = source[c];
                    if (places != null)
                    {
                        places[c] = place;
                    }
                }
            }
        }
    }

    private readonly struct MaxGradientBody(PoolGeometry g, float* dy, int* indices, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int plane = g.InputHeight * g.InputWidth * g.Channels, pixels = g.OutputHeight * g.OutputWidth;
            for (int n = begin; n < end; n++)
            {
                float* target = dx + ((long)n * plane);
                new Span<float>(target, plane).Clear();
                for (int p = 0; p < pixels; p++)
                {
                    long at = (((long)n * pixels) + p) * g.Channels;
                    for (int c = 0; c < g.Channels; c++)
                    {
                        target[(indices[at + c] * g.Channels) + c] += dy[at + c];
                    }
                }
            }
        }
    }

    /// <summary>The part of an average window inside the input, and its divisor.</summary>
    private static (int Top, int Left, int Bottom, int Right, float Share) Window(in PoolGeometry g, int oy, int ox)
    {
        int top = (oy * g.StrideHeight) - g.PadTop, left = (ox * g.StrideWidth) - g.PadLeft;
        int bottom = Math.Min(top + g.KernelHeight, g.InputHeight + g.PadBottom), right = Math.Min(left + g.KernelWidth, g.InputWidth + g.PadRight);
        int whole = (bottom - top) * (right - left);
        (top, left, bottom, right) = (Math.Max(0, top), Math.Max(0, left), Math.Min(bottom, g.InputHeight), Math.Min(right, g.InputWidth));
        int count = g.CountIncludePad ? whole : (bottom - top) * (right - left);
        return (top, left, bottom, right, count > 0 ? 1f / count : 0);
    }

    private readonly struct AverageBody(PoolGeometry g, float* x, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int item = begin; item < end; item++)
            {
                int n = item / g.OutputHeight, oy = item % g.OutputHeight;
                for (int ox = 0; ox < g.OutputWidth; ox++)
                {
                    float* target = y + ((((long)item * g.OutputWidth) + ox) * g.Channels);
                    new Span<float>(target, g.Channels).Clear();
                    (int top, int left, int bottom, int right, float share) = Window(g, oy, ox);
                    for (int iy = top; iy < bottom; iy++)
                    {
                        for (int ix = left; ix < right; ix++)
                        {
                            AddScaled(x + ((((((long)n * g.InputHeight) + iy) * g.InputWidth) + ix) * g.Channels), share, target, g.Channels);
                        }
                    }
                }
            }
        }
    }

    private readonly struct AverageGradientBody(PoolGeometry g, float* dy, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int plane = g.InputHeight * g.InputWidth * g.Channels;
            for (int n = begin; n < end; n++)
            {
                float* image = dx + ((long)n * plane);
                new Span<float>(image, plane).Clear();
                for (int p = 0; p < g.OutputHeight * g.OutputWidth; p++)
                {
                    float* source = dy + ((((long)n * g.OutputHeight * g.OutputWidth) + p) * g.Channels);
                    (int top, int left, int bottom, int right, float share) = Window(g, p / g.OutputWidth, p % g.OutputWidth);
                    for (int iy = top; iy < bottom; iy++)
                    {
                        for (int ix = left; ix < right; ix++)
                        {
                            AddScaled(source, share, image + ((((long)iy * g.InputWidth) + ix) * g.Channels), g.Channels);
                        }
                    }
                }
            }
        }
    }

    private static void AddScaled(float* source, float scale, float* target, int count)
    {
        int c = 0;
        for (; c <= count - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(target + c) + (Vector.Load(source + c) * scale), target + c);
        }

        for (; c < count; c++)
        {
            target[c] += source[c] * scale;
        }
    }
}
