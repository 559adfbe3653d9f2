using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Data gradient where stride and dilation both exceed 1: rare enough for a plain loop, one image a task.</summary>
internal static unsafe class DilatedStridedGradient
{
    public static void Run(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx) =>
        team.For(g.Batch, 1, new Body(g, dy, w, dx));

    private readonly struct Body(ConvolutionGeometry g, float* dy, float* w, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            long imageSize = (long)g.InputHeight * g.InputWidth * g.InputChannels;
            for (int n = begin; n < end; n++)
            {
                new Span<float>(dx + (n * imageSize), (int)imageSize).Clear();
                for (int oy = 0; oy < g.OutputHeight; oy++)
                {
                    for (int ox = 0; ox < g.OutputWidth; ox++)
                    {
                        Pixel(n, oy, ox);
                    }
                }
            }
        }

        private void Pixel(int n, int oy, int ox)
        {
            int inputs = g.InputChannels / g.Groups, outputs = g.OutputChannels / g.Groups;
            float* gradient = dy + ((((((long)n * g.OutputHeight) + oy) * g.OutputWidth) + ox) * g.OutputChannels);
            for (int ky = 0; ky < g.KernelHeight; ky++)
            {
                int iy = (oy * g.StrideHeight) - g.PadTop + (ky * g.DilationHeight);
                for (int kx = 0; kx < g.KernelWidth; kx++)
                {
                    int ix = (ox * g.StrideWidth) - g.PadLeft + (kx * g.DilationWidth);
                    if ((uint)iy >= (uint)g.InputHeight || (uint)ix >= (uint)g.InputWidth)
                    {
                        continue;
                    }

                    float* target = dx + ((((((long)n * g.InputHeight) + iy) * g.InputWidth) + ix) * g.InputChannels);
                    for (int o = 0; o < g.OutputChannels; o++)
                    {
                        int group = o / outputs;
                        for (int i = 0; i < inputs; i++)
                        {
                            target[(group * inputs) + i] += gradient[o] * w[(((((long)o * inputs) + i) * g.KernelHeight) + ky) * g.KernelWidth + kx];
                        }
                    }
                }
            }
        }
    }
}
