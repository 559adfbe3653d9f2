using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// Output rows of a depthwise convolution with weights [K, C]. Where every column of the window is inside the input, four
/// pixels are computed together, so that a weight is loaded once for four products and nothing is checked per tap.
/// </summary>
internal readonly unsafe struct DepthwiseRows(ConvolutionGeometry g, float* x, float* w, Epilogue epilogue, float* y) : IRangeBody
{
    private const int Together = 4;

    public void Run(int begin, int end)
    {
        int channels = g.InputChannels;
        (int from, int to) = Interior();
        using var sums = new Scratch(Together * channels);
        for (int item = begin; item < end; item++)
        {
            float* image = x + ((long)(item / g.OutputHeight) * g.InputHeight * g.InputWidth * channels);
            float* row = y + ((long)item * g.OutputWidth * channels);
            int top = ((item % g.OutputHeight) * g.StrideHeight) - g.PadTop;
            int ox = 0;
            while (ox < g.OutputWidth)
            {
                int left = (ox * g.StrideWidth) - g.PadLeft;
                bool four = ox >= from && ox + Together <= to;
                float* target = row + ((long)ox * channels);
                float* into = epilogue.IsPlain ? target : sums.Floats;
                if (four)
                {
                    Four(image, top, left, into);
                }
                else
                {
                    One(image, top, left, into);
                }

                int done = four ? Together : 1;
                for (int p = 0; p < done && into != target; p++)
                {
                    epilogue.StoreRow(into + (p * channels), channels, target + (p * channels));
                }

                ox += done;
            }
        }
    }

    /// <summary>The output columns whose windows have all their columns inside the input.</summary>
    private (int From, int To) Interior()
    {
        int from = g.PadLeft <= 0 ? 0 : (g.PadLeft + g.StrideWidth - 1) / g.StrideWidth;
        int last = g.InputWidth - 1 + g.PadLeft - ((g.KernelWidth - 1) * g.DilationWidth);
        return (from, last < 0 ? 0 : Math.Min(g.OutputWidth, (last / g.StrideWidth) + 1));
    }

    /// <summary>The kernel rows inside the input.</summary>
    private (int From, int To) KernelRows(int top)
    {
        int from = top >= 0 ? 0 : (-top + g.DilationHeight - 1) / g.DilationHeight;
        int below = g.InputHeight - top;
        return (from, below <= 0 ? 0 : Math.Min(g.KernelHeight, (below + g.DilationHeight - 1) / g.DilationHeight));
    }

    private void Four(float* image, int top, int left, float* into)
    {
        int channels = g.InputChannels, kernelWidth = g.KernelWidth;
        int apart = g.StrideWidth * channels, tapStep = g.DilationWidth * channels;
        (int from, int to) = KernelRows(top);
        long rowStep = (long)g.DilationHeight * g.InputWidth * channels;
        float* first = image + ((((long)(top + (from * g.DilationHeight)) * g.InputWidth) + left) * channels);
        float* weights = w + ((long)from * kernelWidth * channels);
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            float* row = first + c;
            float* weight = weights + c;
            for (int ky = from; ky < to; ky++, row += rowStep)
            {
                float* p = row;
                for (int kx = 0; kx < kernelWidth; kx++, p += tapStep, weight += channels)
                {
                    Vector<float> f = Vector.Load(weight);
                    s0 = Vector.MultiplyAddEstimate(Vector.Load(p), f, s0);
                    s1 = Vector.MultiplyAddEstimate(Vector.Load(p + apart), f, s1);
                    s2 = Vector.MultiplyAddEstimate(Vector.Load(p + (2 * apart)), f, s2);
                    s3 = Vector.MultiplyAddEstimate(Vector.Load(p + (3 * apart)), f, s3);
                }
            }

            Vector.Store(s0, into + c);
            Vector.Store(s1, into + channels + c);
            Vector.Store(s2, into + (2 * channels) + c);
            Vector.Store(s3, into + (3 * channels) + c);
        }

        for (int p = 0; p < Together && c < channels; p++)
        {
            Rest(image, top, left + (p * g.StrideWidth), into + (p * channels), c);
        }
    }

    private void One(float* image, int top, int left, float* into)
    {
        int channels = g.InputChannels;
        (int from, int to) = KernelRows(top);
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> sum = default;
            for (int ky = from; ky < to; ky++)
            {
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = left + (kx * g.DilationWidth);
                    if ((uint)ix < (uint)g.InputWidth)
                    {
                        float* pixel = image + ((((long)(top + (ky * g.DilationHeight)) * g.InputWidth) + ix) * channels);
                        sum = Vector.MultiplyAddEstimate(Vector.Load(pixel + c), Vector.Load(w + ((long)((ky * g.KernelWidth) + kx) * channels) + c), sum);
                    }
                }
            }

            Vector.Store(sum, into + c);
        }

        Rest(image, top, left, into, c);
    }

    /// <summary>The channels beyond the last whole vector.</summary>
    private void Rest(float* image, int top, int left, float* into, int firstChannel)
    {
        int channels = g.InputChannels;
        (int from, int to) = KernelRows(top);
        for (int c = firstChannel; c < channels; c++)
        {
            float sum = 0;
            for (int ky = from; ky < to; ky++)
            {
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = left + (kx * g.DilationWidth);
                    if ((uint)ix < (uint)g.InputWidth)
                    {
                        sum += image[((((long)(top + (ky * g.DilationHeight)) * g.InputWidth) + ix) * channels) + c] * w[((long)((ky * g.KernelWidth) + kx) * channels) + c];
                    }
                }
            }

            into[c] = sum;
        }
    }
}
