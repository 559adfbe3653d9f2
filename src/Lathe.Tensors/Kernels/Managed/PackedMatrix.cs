using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>op(B) [K, N] rearranged in panels of 16 columns, zero-padded: panel p holds K rows of 16 values.</summary>
internal readonly unsafe struct PackedMatrix : IDisposable
{
    private readonly Scratch _scratch;

    private PackedMatrix(Scratch scratch, int k, int n) => (_scratch, K, N) = (scratch, k, n);

    public int K { get; }

    public int N { get; }

    public int Panels => (N + MicroKernel.Columns - 1) / MicroKernel.Columns;

    public static PackedMatrix Pack(ThreadTeam team, float* b, int leading, bool transpose, int k, int n)
    {
        int panels = (n + MicroKernel.Columns - 1) / MicroKernel.Columns;
        var scratch = new Scratch((long)panels * k * MicroKernel.Columns);
        team.For(panels, Math.Max(1, 32768 / (MicroKernel.Columns * Math.Max(1, k))), new PackBody(b, leading, transpose, k, n, scratch.Floats));
        return new PackedMatrix(scratch, k, n);
    }

    public float* Panel(int index) => _scratch.Floats + ((long)index * K * MicroKernel.Columns);

    public void Dispose() => _scratch.Dispose();

    private readonly struct PackBody(float* b, int leading, bool transpose, int k, int n, float* packed) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int panel = begin; panel < end; panel++)
            {
                int column = panel * MicroKernel.Columns;
                int columns = Math.Min(MicroKernel.Columns, n - column);
                float* target = packed + ((long)panel * k * MicroKernel.Columns);
                if (transpose)
                {
                    Transposed(b + ((long)column * leading), columns, target);
                }
                else
                {
                    Straight(b + column, columns, target);
                }
            }
        }

        private void Straight(float* source, int columns, float* target)
        {
            for (int row = 0; row < k; row++)
            {
                new ReadOnlySpan<float>(source + ((long)row * leading), columns).CopyTo(new Span<float>(target, columns));
                new Span<float>(target + columns, MicroKernel.Columns - columns).Clear();
                target += MicroKernel.Columns;
            }
        }

        private void Transposed(float* source, int columns, float* target)
        {
            for (int c = 0; c < MicroKernel.Columns; c++)
            {
                float* column = source + ((long)c * leading);
                for (int row = 0; row < k; row++)
                {
                    target[(row * MicroKernel.Columns) + c] = c < columns ? column[row] : 0;
                }
            }
        }
    }
}
