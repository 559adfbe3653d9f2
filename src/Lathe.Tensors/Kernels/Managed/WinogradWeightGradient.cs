using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// The weight gradient of a 3 x 3 convolution in the transformed domain: every thread adds products of its tiles into 36 sums
/// [I, O] of its own; these are summed in thread order and transformed back.
/// </summary>
internal static unsafe class WinogradWeightGradient
{
    public static void Run(ThreadTeam team, in ConvolutionGeometry g, float* x, float* dy, float* dw)
    {
        WinogradPlan plan = WinogradPlan.Forward(g);
        int rows = (plan.Inputs + MicroKernel.Rows - 1) / MicroKernel.Rows * MicroKernel.Rows;
        long size = (long)WinogradTransforms.Points * rows * plan.OutputsPadded;
        int parts = Math.Max(1, Math.Min(team.Count, plan.Blocks));
        using var sums = new Scratch(parts * size);
        team.For(parts, 1, new Body(plan, parts, rows, size, x, dy, sums.Floats));
        team.For(plan.Inputs, 1, new CollectBody(plan, parts, rows, size, sums.Floats, dw));
    }

    private readonly struct Body(WinogradPlan plan, int parts, int rows, long size, float* x, float* dy, float* sums) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            // Tiles of rows read up to 5 elements past the channels of the last tile.
            long inputs = (WinogradTransforms.Points * plan.InputStride) + MicroKernel.Rows;
            using var input = new Scratch(inputs);
            using var gradient = new Scratch(WinogradTransforms.Points * plan.OutputStride);
            using var patch = new Scratch((long)WinogradTransforms.Points * Math.Max(plan.Inputs, plan.Outputs));
            new Span<float>(input.Floats, (int)inputs).Clear();
            new Span<float>(gradient.Floats, (int)(WinogradTransforms.Points * plan.OutputStride)).Clear();
            for (int part = begin; part < end; part++)
            {
                float* sum = sums + (part * size);
                new Span<float>(sum, (int)size).Clear();
                for (int block = (int)((long)plan.Blocks * part / parts); block < (int)((long)plan.Blocks * (part + 1) / parts); block++)
                {
                    int first = block * plan.BlockTiles, count = Math.Min(plan.BlockTiles, plan.Tiles - first);
                    for (int t = 0; t < count; t++)
                    {
                        plan.LoadInput(x, first + t, patch.Floats, input.Floats + ((long)t * plan.Inputs));
                        Gradient(first + t, patch.Floats, gradient.Floats + ((long)t * plan.OutputsPadded));
                    }

                    Products(input.Floats, gradient.Floats, count, sum);
                }
            }
        }

        private void Gradient(int tile, float* patch, float* target) => plan.LoadGradient(dy, tile, patch, target);

        private void Products(float* input, float* gradient, int count, float* sum)
        {
            for (int point = 0; point < WinogradTransforms.Points; point++)
            {
                float* u = input + (point * plan.InputStride);
                float* v = gradient + (point * plan.OutputStride);
                float* target = sum + ((long)point * rows * plan.OutputsPadded);
                for (int column = 0; column < plan.OutputsPadded; column += MicroKernel.Columns)
                {
                    for (int row = 0; row < rows; row += MicroKernel.Rows)
                    {
                        MicroKernel.OuterProducts(u + row, plan.Inputs, 0, v + column, plan.OutputsPadded, 0, 1, count, target + ((long)row * plan.OutputsPadded) + column, plan.OutputsPadded);
                    }
                }
            }
        }
    }

    private readonly struct CollectBody(WinogradPlan plan, int parts, int rows, long size, float* sums, float* dw) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            float* taps = stackalloc float[9 * WinogradTransforms.Lanes];
            long pointStride = (long)rows * plan.OutputsPadded;
            for (int input = begin; input < end; input++)
            {
                for (int point = 0; point < WinogradTransforms.Points; point++)
                {
                    Sum(sums + (point * pointStride) + ((long)input * plan.OutputsPadded));
                }

                for (int output = 0; output < plan.Outputs; output += WinogradTransforms.Lanes)
                {
                    WinogradTransforms.WeightGradient(sums + ((long)input * plan.OutputsPadded) + output, pointStride, taps);
                    for (int lane = 0; lane < WinogradTransforms.Lanes; lane++)
                    {
                        float* target = dw + ((((long)(output + lane) * plan.Inputs) + input) * 9);
                        for (int t = 0; t < 9; t++)
                        {
                            target[t] = taps[(t * WinogradTransforms.Lanes) + lane];
                        }
                    }
                }
            }
        }

        private void Sum(float* first)
        {
            for (int part = 1; part < parts; part++)
            {
                float* other = first + (part * size);
                for (int o = 0; o < plan.OutputsPadded; o++)
                {
                    first[o] += other[o];
                }
            }
        }
    }
}
