using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Blocked matrix products: B is packed once in panels, A is read in place, tiles are shared among the threads.</summary>
internal sealed unsafe class ManagedMatMul(ThreadTeam team) : IMatMulKernels
{
    private const int DepthBlock = 384;
    private const int RowBlock = 96;

    /// <inheritdoc/>
    public void Gemm(in GemmArguments arguments)
    {
        GemmArguments g = arguments;
        using var widened = new WidenedInputs(ref g);
        if (g.Batch > 1 && (long)g.M * g.N * g.K < 1 << 18)
        {
            team.For(g.Batch, (int)Math.Max(1, (1 << 15) / Math.Max(1, (long)g.M * g.N * g.K)), new BatchBody(g));
            return;
        }

        for (int i = 0; i < g.Batch; i++)
        {
            Single(team, g, i);
        }
    }

    /// <summary>C = epilogue(op(A) packed) for one matrix, A row-major with the given leading dimension.</summary>
    internal static void Multiply(ThreadTeam team, int m, float* a, int leadingA, in PackedMatrix b, float* c, int leadingC, in Epilogue epilogue)
    {
        int tiles = (m + MicroKernel.Rows - 1) / MicroKernel.Rows;
        var body = new MultiplyBody(m, a, leadingA, b, c, leadingC, epilogue);
        long work = (long)MicroKernel.Rows * b.K * b.N;
        if (tiles >= 2 * team.Count)
        {
            team.For(tiles, (int)Math.Max(1, (1 << 15) / Math.Max(1, work)), body);
        }
        else
        {
            long panelWork = (long)m * b.K * MicroKernel.Columns;
            team.For(b.Panels, (int)Math.Max(1, (1 << 15) / Math.Max(1, panelWork)), new PanelBody(body));
        }
    }

    private static void Single(ThreadTeam team, in GemmArguments g, int index)
    {
        float* a = (float*)g.A + (index * g.StrideA);
        float* b = (float*)g.B + (index * g.StrideB);
        float* c = g.C + (index * g.StrideC);
        var epilogue = new Epilogue(g.Alpha, g.Beta, g.Bias, g.Activation);
        using PackedMatrix packed = PackedMatrix.Pack(team, b, g.LeadingB, g.TransposeB, g.K, g.N);
        if (!g.TransposeA)
        {
            Multiply(team, g.M, a, g.LeadingA, packed, c, g.LeadingC, epilogue);
            return;
        }

        using var rows = new Scratch((long)g.M * g.K);
        team.For(g.M, Math.Max(1, 16384 / Math.Max(1, g.K)), new TransposeBody(a, g.LeadingA, g.K, rows.Floats));
        Multiply(team, g.M, rows.Floats, g.K, packed, c, g.LeadingC, epilogue);
    }

    private readonly struct BatchBody(GemmArguments g) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Single(SerialTeam.Instance, g, i);
            }
        }
    }

    private readonly struct TransposeBody(float* a, int leading, int k, float* rows) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            const int Block = 16;
            for (int row = begin; row < end; row += Block)
            {
                int stop = Math.Min(end, row + Block);
                for (int depth = 0; depth < k; depth++)
                {
                    float* source = a + ((long)depth * leading);
                    for (int r = row; r < stop; r++)
                    {
                        rows[((long)r * k) + depth] = source[r];
                    }
                }
            }
        }
    }

    /// <summary>Splits the columns instead of the rows: few rows, many columns.</summary>
    private readonly struct PanelBody(MultiplyBody inner) : IRangeBody
    {
        public void Run(int begin, int end) => inner.Block(0, inner.Tiles, begin, end);
    }

    private readonly struct MultiplyBody(int m, float* a, int leadingA, PackedMatrix b, float* c, int leadingC, Epilogue epilogue) : IRangeBody
    {
        public int Tiles => (m + MicroKernel.Rows - 1) / MicroKernel.Rows;

        public void Run(int begin, int end)
        {
            for (int block = begin; block < end; block += RowBlock / MicroKernel.Rows)
            {
                Block(block, Math.Min(end, block + (RowBlock / MicroKernel.Rows)), 0, b.Panels);
            }
        }

        public void Block(int firstTile, int lastTile, int firstPanel, int lastPanel)
        {
            float* tile = stackalloc float[MicroKernel.Rows * MicroKernel.Columns];
            if (b.K <= DepthBlock)
            {
                Sweep(firstTile, lastTile, firstPanel, lastPanel, tile);
                return;
            }

            // Deep products: partial sums of a block of tiles wait in scratch until their last depth block.
            int tiles = lastTile - firstTile;
            using var partial = new Scratch((long)tiles * (lastPanel - firstPanel) * MicroKernel.Rows * MicroKernel.Columns);
            for (int depth = 0; depth < b.K; depth += DepthBlock)
            {
                int length = Math.Min(DepthBlock, b.K - depth);
                bool last = depth + length == b.K;
                float* sums = partial.Floats;
                for (int panel = firstPanel; panel < lastPanel; panel++)
                {
                    for (int t = firstTile; t < lastTile; t++)
                    {
                        Tile(t, panel, depth, length, sums, depth > 0);
                        if (last)
                        {
                            Finish(t, panel, sums);
                        }

                        sums += MicroKernel.Rows * MicroKernel.Columns;
                    }
                }
            }
        }

        private void Sweep(int firstTile, int lastTile, int firstPanel, int lastPanel, float* tile)
        {
            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                bool direct = epilogue.IsPlain && (panel + 1) * MicroKernel.Columns <= b.N;
                for (int t = firstTile; t < lastTile; t++)
                {
                    int row = t * MicroKernel.Rows;
                    if (direct && row + MicroKernel.Rows <= m)
                    {
                        Tile(t, panel, 0, b.K, c + ((long)row * leadingC) + (panel * MicroKernel.Columns), false, leadingC);
                        continue;
                    }

                    Tile(t, panel, 0, b.K, tile, false);
                    Finish(t, panel, tile);
                }
            }
        }

        private void Tile(int t, int panel, int depth, int length, float* tile, bool accumulate, long stride = MicroKernel.Columns)
        {
            float** rows = stackalloc float*[MicroKernel.Rows];
            for (int r = 0; r < MicroKernel.Rows; r++)
            {
                rows[r] = a + ((long)Math.Min((t * MicroKernel.Rows) + r, m - 1) * leadingA) + depth;
            }

            int zero = 0;
            MicroKernel.Multiply(rows, &zero, 1, length, b.Panel(panel) + ((long)depth * MicroKernel.Columns), tile, stride, accumulate);
        }

        private void Finish(int t, int panel, float* tile)
        {
            int row = t * MicroKernel.Rows, column = panel * MicroKernel.Columns;
            epilogue.Store(tile, Math.Min(MicroKernel.Rows, m - row), Math.Min(MicroKernel.Columns, b.N - column), column, c + ((long)row * leadingC) + column, leadingC);
        }
    }

    /// <summary>bfloat16 inputs widened to binary32 (exact) for as long as the product runs.</summary>
    private readonly struct WidenedInputs : IDisposable
    {
        private readonly Scratch? _a;
        private readonly Scratch? _b;

        public WidenedInputs(ref GemmArguments g)
        {
            if (g.InputType != DType.BFloat16)
            {
                return;
            }

            long countA = ((g.Batch - 1) * g.StrideA) + ((long)((g.TransposeA ? g.K : g.M) - 1) * g.LeadingA) + (g.TransposeA ? g.M : g.K);
            long countB = ((g.Batch - 1) * g.StrideB) + ((long)((g.TransposeB ? g.N : g.K) - 1) * g.LeadingB) + (g.TransposeB ? g.K : g.N);
            _a = new Scratch(countA);
            _b = new Scratch(countB);
            ManagedElementwise.WidenBFloat16((ushort*)g.A, _a.Value.Floats, countA);
            ManagedElementwise.WidenBFloat16((ushort*)g.B, _b.Value.Floats, countB);
            g.A = _a.Value.Floats;
            g.B = _b.Value.Floats;
        }

        public void Dispose()
        {
            _a?.Dispose();
            _b?.Dispose();
        }
    }
}
