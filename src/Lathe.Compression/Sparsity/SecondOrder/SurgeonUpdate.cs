using Lathe.Compression.Calibration;
using Lathe.Compression.Sparsity.Masks;

namespace Lathe.Compression.Sparsity.SecondOrder;

/// <summary>
/// Optimal Brain Surgeon (Hassibi and Stork 1993) at the speed of SparseGPT (Frantar and Alistarh 2023): columns are settled from left to right;
/// what pruning an element <c>w_q</c> does to the outputs is repaired by the columns still open, <c>w -= w_q / [H^-1]_qq * [H^-1]_q,:</c>, and every
/// row can share the inverse because all settle the same columns.
/// </summary>
internal static class SurgeonUpdate
{
    /// <summary>Prunes rows in place.</summary>
    /// <param name="rows">The rows of the layer's matrix; zeros stay zero.</param>
    /// <param name="moments">Second moments of its inputs.</param>
    /// <param name="sparsity">Share of the elements that end as zeros, exact to one.</param>
    /// <param name="block">Columns whose mask is chosen together.</param>
    /// <param name="damping">Share of the mean curvature added to the diagonal.</param>
    public static void Prune(double[][] rows, SymmetricMatrix moments, double sparsity, int block, double damping)
    {
        int columns = moments.Size;
        bool[][] pruned = Array.ConvertAll(rows, r => Array.ConvertAll(r, v => v == 0));
        double[] factor = moments.Damped(damping).Inverse().Cholesky();

        // The upper factor U with H^-1 = U'U has the rows that repairs need: U_jj^2 is [H^-1]_jj once the columns before j are settled.
        double Upper(int i, int j) => factor[(j * columns) + i];
        var budget = new Budget(pruned, sparsity);
        for (int first = 0; first < columns; first += block)
        {
            int end = Math.Min(columns, first + block);
            Choose(rows, pruned, first, end, budget.Take(first, end), j => Upper(j, j));
            foreach (int r in Enumerable.Range(0, rows.Length))
            {
                Settle(rows[r], pruned[r], first, end, factor);
            }
        }
    }

    private static void Choose(double[][] rows, bool[][] pruned, int first, int end, int count, Func<int, double> diagonal)
    {
        int width = end - first;
        float[] scores = new float[rows.Length * width];
        for (int j = first; j < end; j++)
        {
            double d = diagonal(j);
            for (int r = 0; r < rows.Length; r++)
            {
                double saliency = rows[r][j] / d;
                scores[(r * width) + j - first] = pruned[r][j] ? float.NegativeInfinity : (float)(saliency * saliency);
            }
        }

        bool[] marked = SmallestElements.Mark(scores, count);
        for (int i = 0; i < marked.Length; i++)
        {
            pruned[i / width][first + (i % width)] = marked[i];
        }
    }

    private static void Settle(double[] row, bool[] pruned, int first, int end, double[] factor)
    {
        int columns = row.Length;
        for (int j = first; j < end; j++)
        {
            if (!pruned[j])
            {
                continue;
            }

            double error = row[j] / factor[(j * columns) + j];
            for (int k = j; error != 0 && k < columns; k++)
            {
                row[k] -= error * factor[(k * columns) + j];
            }

            row[j] = 0;
        }
    }

    /// <summary>Shares the zeros that are due out over blocks, so that those there already fit in and the sum is exact.</summary>
    private sealed class Budget(bool[][] pruned, double sparsity)
    {
        private readonly int _total = Math.Max((int)Math.Round(pruned.Sum(r => (double)r.Length) * sparsity), pruned.Sum(r => r.Count(p => p)));
        private int _taken;

        public int Take(int first, int end)
        {
            int here = Zeros(first, end), later = Zeros(end, pruned[0].Length), due = (int)Math.Round(_total * ((double)end / pruned[0].Length)) - _taken;
            int count = Math.Max(here, Math.Min(Math.Min(due, pruned.Length * (end - first)), _total - _taken - later));
            _taken += count;
            return count;
        }

        private int Zeros(int first, int end) => pruned.Sum(r => r.AsSpan(first, end - first).Count(true));
    }
}
