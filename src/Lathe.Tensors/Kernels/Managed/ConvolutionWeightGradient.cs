using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// Weight gradients of dense and grouped convolutions: images are shared among the threads, each adds outer products of input
/// and output pixels into a gradient of its own [taps, I, O], and these are summed in thread order.
/// </summary>
internal static unsafe class ConvolutionWeightGradient
{
    public static void Run(ThreadTeam team, in ConvolutionGeometry g, float* x, float* dy, float* dw)
    {
        int inputs = g.InputChannels / g.Groups, outputs = g.OutputChannels / g.Groups;
        for (int group = 0; group < g.Groups; group++)
        {
            var plan = new Plan(g, group, inputs, outputs);
            int parts = Math.Max(1, Math.Min(team.Count, g.Batch));
            using var sums = new Scratch(parts * plan.Size);
            new Span<float>(sums.Floats, (int)(parts * plan.Size)).Clear();
            team.For(parts, 1, new Body(plan, parts, x, dy, sums.Floats));
            plan.Collect(sums.Floats, parts, dw);
        }
    }

    /// <summary>Sizes of the padded image and of the padded gradient tile.</summary>
    private readonly struct Plan(ConvolutionGeometry g, int group, int inputs, int outputs)
    {
        public ConvolutionGeometry G => g;

        public int Group => group;

        public int Inputs => inputs;

        public int Outputs => outputs;

        /// <summary>Elements of a run of taps of one kernel row, contiguous in the padded image, and rounded up to tiles.</summary>
        public int Run => g.DilationWidth == 1 ? g.KernelWidth * inputs : inputs;

        public int Runs => g.DilationWidth == 1 ? g.KernelHeight : g.KernelHeight * g.KernelWidth;

        public int RunPadded => (Run + MicroKernel.Rows - 1) / MicroKernel.Rows * MicroKernel.Rows;

        public int OutputsPadded => (outputs + MicroKernel.Columns - 1) / MicroKernel.Columns * MicroKernel.Columns;

        public long Size => (long)Runs * RunPadded * OutputsPadded;

        public int PaddedHeight => Math.Max(g.PadTop + g.InputHeight, ((g.OutputHeight - 1) * g.StrideHeight) + ((g.KernelHeight - 1) * g.DilationHeight) + 1);

        public int PaddedWidth => Math.Max(g.PadLeft + g.InputWidth, ((g.OutputWidth - 1) * g.StrideWidth) + ((g.KernelWidth - 1) * g.DilationWidth) + 1);

        public void Collect(float* sums, int parts, float* dw)
        {
            for (int part = 1; part < parts; part++)
            {
                for (long i = 0; i < Size; i++)
                {
                    sums[i] += sums[(part * Size) + i];
                }
            }

            int taps = g.KernelHeight * g.KernelWidth;
            for (int k = 0; k < taps; k++)
            {
                int run = g.DilationWidth == 1 ? k / g.KernelWidth : k;
                int first = g.DilationWidth == 1 ? k % g.KernelWidth * inputs : 0;
                for (int i = 0; i < inputs; i++)
                {
                    float* row = sums + ((((long)run * RunPadded) + first + i) * OutputsPadded);
                    for (int o = 0; o < outputs; o++)
                    {
                        dw[((((long)((group * outputs) + o) * inputs) + i) * taps) + k] = row[o];
                    }
                }
            }
        }
    }

    private readonly struct Body(Plan plan, int parts, float* x, float* dy, float* sums) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            ConvolutionGeometry g = plan.G;

            // Tiles read up to 5 elements past a run; the image buffer ends with room for that.
            using var image = new Scratch(((long)plan.PaddedHeight * plan.PaddedWidth * plan.Inputs) + MicroKernel.Rows);
            using var gradient = new Scratch((long)g.OutputHeight * g.OutputWidth * plan.OutputsPadded);
            new Span<float>(image.Floats, (plan.PaddedHeight * plan.PaddedWidth * plan.Inputs) + MicroKernel.Rows).Clear();
            for (int part = begin; part < end; part++)
            {
                for (int n = g.Batch * part / parts; n < g.Batch * (part + 1) / parts; n++)
                {
                    LoadImage(n, image.Floats);
                    float* rows = LoadGradient(n, gradient.Floats, out int stride);
                    Image(image.Floats, rows, stride, sums + (part * plan.Size));
                }
            }
        }

        private void LoadImage(int n, float* padded)
        {
            ConvolutionGeometry g = plan.G;
            int width = Math.Min(g.InputWidth, plan.PaddedWidth - g.PadLeft);
            for (int row = 0; row < g.InputHeight && row + g.PadTop < plan.PaddedHeight; row++)
            {
                float* target = padded + ((((long)row + g.PadTop) * plan.PaddedWidth) + g.PadLeft) * plan.Inputs;
                float* source = x + ((((long)n * g.InputHeight) + row) * g.InputWidth * g.InputChannels) + (plan.Group * plan.Inputs);
                if (g.Groups == 1)
                {
                    new ReadOnlySpan<float>(source, width * plan.Inputs).CopyTo(new Span<float>(target, width * plan.Inputs));
                    continue;
                }

                for (int column = 0; column < width; column++)
                {
                    new ReadOnlySpan<float>(source + ((long)column * g.InputChannels), plan.Inputs).CopyTo(new Span<float>(target + ((long)column * plan.Inputs), plan.Inputs));
                }
            }
        }

        private float* LoadGradient(int n, float* padded, out int stride)
        {
            ConvolutionGeometry g = plan.G;
            int pixels = g.OutputHeight * g.OutputWidth;
            float* source = dy + ((long)n * pixels * g.OutputChannels) + (plan.Group * plan.Outputs);
            if (plan.Outputs == plan.OutputsPadded)
            {
                stride = g.OutputChannels;
                return source;
            }

            stride = plan.OutputsPadded;
            for (int p = 0; p < pixels; p++)
            {
                new ReadOnlySpan<float>(source + ((long)p * g.OutputChannels), plan.Outputs).CopyTo(new Span<float>(padded + ((long)p * stride), plan.Outputs));
                new Span<float>(padded + ((long)p * stride) + plan.Outputs, stride - plan.Outputs).Clear();
            }

            return padded;
        }

        private void Image(float* image, float* gradient, int stride, float* sum)
        {
            ConvolutionGeometry g = plan.G;
            for (int run = 0; run < plan.Runs; run++)
            {
                int ky = g.DilationWidth == 1 ? run : run / g.KernelWidth, kx = g.DilationWidth == 1 ? 0 : run % g.KernelWidth;
                float* window = image + ((((long)ky * g.DilationHeight * plan.PaddedWidth) + (kx * g.DilationWidth)) * plan.Inputs);
                for (int row = 0; row < plan.RunPadded; row += MicroKernel.Rows)
                {
                    for (int column = 0; column < plan.OutputsPadded; column += MicroKernel.Columns)
                    {
                        float* tile = sum + ((((long)run * plan.RunPadded) + row) * plan.OutputsPadded) + column;
                        MicroKernel.OuterProducts(window + row, (long)g.StrideWidth * plan.Inputs, (long)g.StrideHeight * plan.PaddedWidth * plan.Inputs, gradient + column, stride, (long)g.OutputWidth * stride, g.OutputHeight, g.OutputWidth, tile, plan.OutputsPadded);
                    }
                }
            }
        }
    }
}
