using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Storage;

namespace Lathe.Compression.Sparsity.Blocks;

/// <summary>Chooses the blocks of least mean magnitude.</summary>
internal static class BlockPruning
{
    private readonly record struct Block(string Weight, int Row, int Column, int Size, double Score);

    /// <summary>Masks whose zeros are whole blocks; the share is met to within one block.</summary>
    public static Dictionary<string, WeightMask> Choose(IReadOnlyDictionary<string, (float[] Values, MatrixView View)> weights, BlockOptions options, double sparsity) =>
        options.Scope == SparsityScope.Global ? Among(weights, options, sparsity) : weights.SelectMany(w => Among(new Dictionary<string, (float[], MatrixView)> { [w.Key] = w.Value }, options, sparsity)).ToDictionary(w => w.Key, w => w.Value);

    private static Dictionary<string, WeightMask> Among(IReadOnlyDictionary<string, (float[] Values, MatrixView View)> weights, BlockOptions options, double sparsity)
    {
        Block[] blocks = [.. weights.OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => Blocks(w.Key, w.Value.Values, w.Value.View, options)).OrderBy(b => b.Score)];
        Dictionary<string, int> left = blocks.GroupBy(b => b.Weight).ToDictionary(g => g.Key, g => g.Count());
        Dictionary<string, bool[]> kept = weights.ToDictionary(w => w.Key, w => Enumerable.Repeat(true, w.Value.Values.Length).ToArray());
        double due = blocks.Sum(b => (double)b.Size) * sparsity;
        foreach (Block block in blocks)
        {
            // The last block of a weight stays: without it the network falls in two.
            if (due < block.Size / 2.0 || left[block.Weight] == 1)
            {
                continue;
            }

            due -= block.Size;
            left[block.Weight]--;
            Each(block.Row, block.Column, weights[block.Weight].View, options, i => kept[block.Weight][i] = false);
        }

        return kept.ToDictionary(k => k.Key, k => WeightMask.Of(k.Value));
    }

    private static IEnumerable<Block> Blocks(string name, float[] values, MatrixView view, BlockOptions options)
    {
        for (int r = 0; r < view.Rows; r += options.Rows)
        {
            for (int c = 0; c < view.Columns; c += options.Columns)
            {
                double sum = 0;
                int size = 0;
                Each(r, c, view, options, i =>
                {
                    sum += Math.Abs(values[i]);
                    size++;
                });
                yield return new Block(name, r, c, size, sum / size);
            }
        }
    }

    private static void Each(int row, int column, MatrixView view, BlockOptions options, Action<int> action)
    {
        for (int r = row; r < Math.Min(view.Rows, row + options.Rows); r++)
        {
            for (int c = column; c < Math.Min(view.Columns, column + options.Columns); c++)
            {
                action(view.Index(r, c));
            }
        }
    }
}
