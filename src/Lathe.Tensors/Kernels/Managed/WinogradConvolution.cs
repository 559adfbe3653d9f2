using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// 3 x 3 convolutions of stride 1 with a quarter of the multiplications: blocks of tiles are transformed, multiplied point by
/// point as 36 matrix products, and transformed back while they are in the cache.
/// </summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>y = epilogue(x * w).</summary>
    public static void Forward(ThreadTeam team, in ConvolutionGeometry g, float* x, float* w, in Epilogue epilogue, float* y) =>
        Run(team, WinogradPlan.Forward(g), new Filters(w, g.InputChannels, g.OutputChannels, false), x, epilogue, y);

    /// <summary>dx from dy.</summary>
    public static void BackwardData(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx) =>
        Run(team, WinogradPlan.BackwardData(g), new Filters(w, g.OutputChannels, g.InputChannels, true), dy, new Epilogue(1, 0, null, Activation.Identity), dx);

    private static void Run(ThreadTeam team, in WinogradPlan plan, in Filters filters, float* x, in Epilogue epilogue, float* y)
    {
        using var transformed = new Scratch((long)WinogradTransforms.Points * plan.Inputs * plan.OutputsPadded);
        team.For(plan.Inputs, 4, new FilterBody(plan, filters, transformed.Floats));
        team.For(plan.Blocks, 1, new Body(plan, x, transformed.Floats, epilogue, y));
    }

    /// <summary>Filters [O, I, 3, 3]; turned round, their roles exchanged.</summary>
    private readonly struct Filters(float* w, int inputs, int outputs, bool turned)
    {
        /// <summary>Tap t of the filter from an input to an output.</summary>
        public float Tap(int input, int output, int t) => turned
            ? w[(((long)input * outputs) + output) * 9 + 8 - t]
            : w[(((long)output * inputs) + input) * 9 + t];
    }

    /// <summary>Transforms the filters into panels of 16 outputs: [point][panel][input][16].</summary>
    private readonly struct FilterBody(WinogradPlan plan, Filters filters, float* target) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            float* taps = stackalloc float[9 * WinogradTransforms.Lanes];
            long pointStride = (long)plan.Inputs * plan.OutputsPadded;
            for (int output = 0; output < plan.OutputsPadded; output += WinogradTransforms.Lanes)
            {
                float* panel = target + ((long)(output / MicroKernel.Columns) * plan.Inputs * MicroKernel.Columns) + (output % MicroKernel.Columns);
                for (int input = begin; input < end; input++)
                {
                    for (int lane = 0; lane < WinogradTransforms.Lanes; lane++)
                    {
                        for (int t = 0; t < 9; t++)
                        {
                            taps[(t * WinogradTransforms.Lanes) + lane] = output + lane < plan.Outputs ? filters.Tap(input, output + lane, t) : 0;
                        }
                    }

                    WinogradTransforms.Weights(taps, panel + ((long)input * MicroKernel.Columns), pointStride);
                }
            }
        }
    }

    private readonly struct Body(WinogradPlan plan, float* x, float* filters, Epilogue epilogue, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            using var inputs = new Scratch(WinogradTransforms.Points * plan.InputStride);
            using var outputs = new Scratch(WinogradTransforms.Points * plan.OutputStride);
            using var patch = new Scratch((long)WinogradTransforms.Points * Math.Max(plan.Inputs, plan.Outputs));
            for (int block = begin; block < end; block++)
            {
                int first = block * plan.BlockTiles, count = Math.Min(plan.BlockTiles, plan.Tiles - first);
                for (int t = 0; t < count; t++)
                {
                    plan.LoadInput(x, first + t, patch.Floats, inputs.Floats + ((long)t * plan.Inputs));
                }

                for (int point = 0; point < WinogradTransforms.Points; point++)
                {
                    Multiply(inputs.Floats + (point * plan.InputStride), count, filters + ((long)point * plan.Inputs * plan.OutputsPadded), outputs.Floats + (point * plan.OutputStride));
                }

                for (int t = 0; t < count; t++)
                {
                    plan.StoreOutput(outputs.Floats + ((long)t * plan.OutputsPadded), first + t, patch.Floats, epilogue, y);
                }
            }
        }

        private void Multiply(float* a, int count, float* panels, float* c)
        {
            float** rows = stackalloc float*[MicroKernel.Rows];
            int zero = 0;
            for (int column = 0; column < plan.OutputsPadded; column += MicroKernel.Columns, panels += (long)plan.Inputs * MicroKernel.Columns)
            {
                for (int t = 0; t < count; t += MicroKernel.Rows)
                {
                    // A block has room for whole tiles of rows; what lies past the count is finite or not, and never read.
                    for (int r = 0; r < MicroKernel.Rows; r++)
                    {
                        rows[r] = a + ((long)Math.Min(t + r, count - 1) * plan.Inputs);
                    }

                    MicroKernel.Multiply(rows, &zero, 1, plan.Inputs, panels, c + ((long)t * plan.OutputsPadded) + column, plan.OutputsPadded, false);
                }
            }
        }
    }
}
