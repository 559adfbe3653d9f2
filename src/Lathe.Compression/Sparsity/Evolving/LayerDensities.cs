using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>Shares a number of connections out over layers.</summary>
internal static class LayerDensities
{
    /// <summary>
    /// The connections of each weight: in proportion to the distribution's densities, at most all; what full layers cannot take goes to the
    /// others. They add up to exactly the share of all elements that is not sparse.
    /// </summary>
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyDictionary<string, Shape> weights, double sparsity, SparseDistribution distribution)
    {
        string[] names = [.. weights.Keys.Order(StringComparer.Ordinal)];
        long total = (long)Math.Round(names.Sum(n => (double)weights[n].Count) * (1 - sparsity));
        double[] exact = Exact([.. names.Select(n => weights[n])], total, distribution);

        // Each layer keeps a connection; the largest remainders take what rounding leaves.
        int[] counts = [.. exact.Select((e, i) => Math.Clamp((int)e, 1, weights[names[i]].Count))];
        int[] order = [.. Enumerable.Range(0, names.Length).OrderByDescending(i => exact[i] - Math.Floor(exact[i]))];
        long left = total - counts.Sum(c => (long)c);
        for (int k = 0; left != 0 && k < 2 * names.Length * (1 + Math.Abs(left)); k++)
        {
            int i = order[k % names.Length], next = counts[i] + Math.Sign(left);
            if (next >= 1 && next <= weights[names[i]].Count)
            {
                counts[i] = next;
                left -= Math.Sign(left);
            }
        }

        return names.Select((n, i) => (n, counts[i])).ToDictionary(c => c.n, c => c.Item2);
    }

    /// <summary>The density of a weight up to a factor.</summary>
    internal static double Raw(Shape shape, SparseDistribution distribution)
    {
        double sum = distribution == SparseDistribution.ErdosRenyiKernel ? shape.Dimensions.ToArray().Sum() : shape[0] + shape[1];
        double product = distribution == SparseDistribution.ErdosRenyiKernel ? shape.Count : (double)shape[0] * shape[1];
        return distribution == SparseDistribution.Uniform ? 1 : sum / product;
    }

    // A factor for all layers, except those that it would make fuller than full: they are dense, and the factor is found again.
    private static double[] Exact(Shape[] shapes, long total, SparseDistribution distribution)
    {
        double[] raw = [.. shapes.Select(s => Raw(s, distribution))];
        bool[] full = new bool[shapes.Length];
        while (true)
        {
            double free = total - Enumerable.Range(0, shapes.Length).Where(i => full[i]).Sum(i => (double)shapes[i].Count);
            double weight = Enumerable.Range(0, shapes.Length).Where(i => !full[i]).Sum(i => raw[i] * shapes[i].Count);
            double factor = weight > 0 ? Math.Max(0, free / weight) : 0;
            int[] fuller = [.. Enumerable.Range(0, shapes.Length).Where(i => !full[i] && raw[i] * factor > 1)];
            if (fuller.Length == 0)
            {
                return [.. shapes.Select((s, i) => full[i] ? s.Count : raw[i] * factor * s.Count)];
            }

            foreach (int i in fuller)
            {
                full[i] = true;
            }
        }
    }
}
