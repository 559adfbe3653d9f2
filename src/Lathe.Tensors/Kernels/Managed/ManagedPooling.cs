using System.Numerics;
using System.Runtime.CompilerServices;
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
            int top = (oy * g.StrideHeight) - g.PadTop, left = (ox * g.StrideWidth) - g.PadLeft;
            float* image = x + ((long)n * g.InputHeight * g.InputWidth * g.Channels);
            int c = 0;
            for (; c <= g.Channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Lanes(image + c, top, left, target + c, places == null ? null : places + c);
            }

            for (; c < g.Channels; c++)
            {
                Lane(image + c, top, left, target + c, places == null ? null : places + c);
            }
        }

        /// <summary>One vector of channels. NaN wins, and of equals the first.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Lanes(float* image, int top, int left, float* target, int* places)
        {
            Vector<float> best = new(float.NegativeInfinity);
            Vector<int> place = Vector<int>.Zero;
            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int iy = top + (ky * g.DilationHeight);
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = left + (kx * g.DilationWidth);
                    if ((uint)iy < (uint)g.InputHeight && (uint)ix < (uint)g.InputWidth)
                    {
                        int at = (iy * g.InputWidth) + ix;
                        Vector<float> value = Vector.Load(image + ((long)at * g.Channels));
                        Vector<int> keep = Vector.LessThanOrEqual(value, best);
                        best = Vector.ConditionalSelect(keep, best, value);
                        place = Vector.ConditionalSelect(keep, place, new Vector<int>(at));
                    }
                }
            }

            Vector.Store(best, target);
            if (places != null)
            {
                Vector.Store(place, places);
            }
        }

        private void Lane(float* image, int top, int left, float* target, int* place)
        {
            float best = float.NegativeInfinity;
            int found = 0;
            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int iy = top + (ky * g.DilationHeight);
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = left + (kx * g.DilationWidth);
                    if ((uint)iy < (uint)g.InputHeight && (uint)ix < (uint)g.InputWidth)
                    {
                        int at = (iy * g.InputWidth) + ix;
                        float value = image[(long)at * g.Channels];
                        (best, found) = value <= best ? (best, found) : (value, at);
                    }
                }
            }

            *target = best;
            if (place != null)
            {
                *place = found;
            }
        }
    }

    private readonly struct MaxGradientBody(PoolGeometry g, float* dy, int* indices, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int plane = g.InputHeight * g.InputWidth * g.Channels, pixels = g.OutputHeight * g.OutputWidth;
            bool tiles = g.KernelHeight == g.StrideHeight && g.KernelWidth == g.StrideWidth && g is { PadTop: 0, PadLeft: 0, DilationHeight: 1, DilationWidth: 1 }
                && g.InputHeight == g.OutputHeight * g.StrideHeight && g.InputWidth == g.OutputWidth * g.StrideWidth;
            for (int n = begin; n < end; n++)
            {
                float* target = dx + ((long)n * plane);
                if (tiles)
                {
                    Tiles(n, target);
                    continue;
                }

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

        /// <summary>Windows that tile the image: every input pixel has one window and is written once.</summary>
        private void Tiles(int n, float* image)
        {
            for (int iy = 0; iy < g.InputHeight; iy++)
            {
                for (int ix = 0; ix < g.InputWidth; ix++)
                {
                    int place = (iy * g.InputWidth) + ix;
                    long window = ((((long)n * g.OutputHeight) + (iy / g.StrideHeight)) * g.OutputWidth) + (ix / g.StrideWidth);
                    float* source = dy + (window * g.Channels), target = image + ((long)place * g.Channels);
                    int* places = indices + (window * g.Channels);
                    int c = 0;
                    for (; c <= g.Channels - Vector<float>.Count; c += Vector<float>.Count)
                    {
                        Vector<int> chosen = Vector.Equals(Vector.Load(places + c), new Vector<int>(place));
                        Vector.Store(Vector.ConditionalSelect(chosen, Vector.Load(source + c), Vector<float>.Zero), target + c);
                    }

                    for (; c < g.Channels; c++)
                    {
                        target[c] = places[c] == place ? source[c] : 0;
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
