using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// Data gradients as one matrix product, <c>dy [pixels, O] W [O, taps I]</c>, whose rows are added where their taps read: no work
/// on borders or on the gaps of a stride, and few input channels fill whole panels together.
/// </summary>
internal static unsafe class ProductDataGradient
{
    private const int BlockFloats = 1 << 16;

    /// <summary>True when the sweep over the padded gradient would mostly meet zeros or empty columns.</summary>
    public static bool Fits(in ConvolutionGeometry g)
    {
        bool wideBorder = g is { StrideHeight: 1, StrideWidth: 1 } && 4L * g.InputHeight * g.InputWidth > 5L * g.OutputHeight * g.OutputWidth;
        bool gaps = g.KernelHeight < g.StrideHeight || g.KernelWidth < g.StrideWidth;
        int panels = (g.InputChannels + MicroKernel.Columns - 1) / MicroKernel.Columns;
        bool emptyColumns = 2 * panels * MicroKernel.Columns > 3 * g.InputChannels;
        return g.Groups == 1 && (wideBorder || gaps || emptyColumns);
    }

    public static void Run(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx)
    {
        int inputs = g.InputChannels, outputs = g.OutputChannels, taps = g.KernelHeight * g.KernelWidth;
        using var weights = new Scratch((long)outputs * taps * inputs);
        for (int o = 0; o < outputs; o++)
        {
            float* filter = w + ((long)o * inputs * taps), target = weights.Floats + ((long)o * inputs * taps);
            for (int t = 0; t < taps; t++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    target[(t * inputs) + i] = filter[(i * taps) + t];
                }
            }
        }

        using PackedMatrix packed = PackedMatrix.Pack(team, weights.Floats, taps * inputs, false, outputs, taps * inputs);
        team.For(g.Batch, 1, new Body(g, dy, packed, dx));
    }

    private readonly struct Body(ConvolutionGeometry g, float* dy, PackedMatrix weights, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int rows = Math.Clamp(BlockFloats / (g.OutputWidth * weights.N), 1, g.OutputHeight);
            using var sums = new Scratch((long)rows * g.OutputWidth * weights.N);
            for (int image = begin; image < end; image++)
            {
                float* target = dx + ((long)image * g.InputHeight * g.InputWidth * g.InputChannels);
                new Span<float>(target, g.InputHeight * g.InputWidth * g.InputChannels).Clear();
                for (int row = 0; row < g.OutputHeight; row += rows)
                {
                    int count = Math.Min(rows, g.OutputHeight - row);
                    float* source = dy + ((((long)image * g.OutputHeight) + row) * g.OutputWidth * g.OutputChannels);
                    ManagedMatMul.Multiply(SerialTeam.Instance, count * g.OutputWidth, source, g.OutputChannels, weights, sums.Floats, weights.N, new Epilogue(1, 0, null, Activation.Identity));
                    Scatter(sums.Floats, row, count, target);
                }
            }
        }

        private void Scatter(float* sums, int firstRow, int rows, float* image)
        {
            for (int oy = firstRow; oy < firstRow + rows; oy++)
            {
                for (int ox = 0; ox < g.OutputWidth; ox++)
                {
                    int left = (ox * g.StrideWidth) - g.PadLeft;
                    for (int ky = 0; ky < g.KernelHeight; ky++, sums += g.KernelWidth * g.InputChannels)
                    {
                        int iy = (oy * g.StrideHeight) - g.PadTop + (ky * g.DilationHeight);
                        if ((uint)iy < (uint)g.InputHeight)
                        {
                            ScatterRow(sums, left, image + ((long)iy * g.InputWidth * g.InputChannels));
                        }
                    }
                }
            }
        }

        private void ScatterRow(float* sums, int left, float* row)
        {
            if (g.DilationWidth == 1)
            {
                int from = Math.Clamp(-left, 0, g.KernelWidth), to = Math.Clamp(g.InputWidth - left, from, g.KernelWidth);
                ManagedElementwise.AddTo(sums + (from * g.InputChannels), row + ((long)(left + from) * g.InputChannels), (to - from) * g.InputChannels);
                return;
            }

            for (int kx = 0; kx < g.KernelWidth; kx++)
            {
                int ix = left + (kx * g.DilationWidth);
                if ((uint)ix < (uint)g.InputWidth)
                {
                    ManagedElementwise.AddTo(sums + (kx * g.InputChannels), row + ((long)ix * g.InputChannels), g.InputChannels);
                }
            }
        }
    }
}
