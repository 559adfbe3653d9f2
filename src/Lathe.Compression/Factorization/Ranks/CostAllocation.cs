namespace Lathe.Compression.Factorization.Ranks;

/// <summary>
/// Chooses one of several levels for every layer, so that the costs add up to a budget with little error: from the levels of least error down,
/// always the step that adds the least error for what it saves.
/// </summary>
public static class CostAllocation
{
    /// <summary>The level of every layer.</summary>
    /// <param name="costs">For each layer the cost of its levels; any order.</param>
    /// <param name="errors">For each layer the error of its levels; adds up over layers.</param>
    /// <param name="budget">What all layers may cost.</param>
    /// <returns>The levels; the cheapest ones when the budget cannot be met.</returns>
    public static int[] Choose(IReadOnlyList<double[]> costs, IReadOnlyList<double[]> errors, double budget)
    {
        int[] levels = [.. errors.Select((e, layer) => Enumerable.Range(0, e.Length).OrderBy(l => e[l]).ThenBy(l => costs[layer][l]).First())];
        double total = levels.Select((level, layer) => costs[layer][level]).Sum();
        while (total > budget && Next(costs, errors, levels) is { } step)
        {
            total += costs[step.Layer][step.Level] - costs[step.Layer][levels[step.Layer]];
            levels[step.Layer] = step.Level;
        }

        return levels;
    }

    private static (int Layer, int Level)? Next(IReadOnlyList<double[]> costs, IReadOnlyList<double[]> errors, int[] levels)
    {
        (int, int)? best = null;
        double least = double.MaxValue;
        for (int layer = 0; layer < levels.Length; layer++)
        {
            for (int level = 0; level < costs[layer].Length; level++)
            {
                double saved = costs[layer][levels[layer]] - costs[layer][level];
                double worth = saved > 0 ? (errors[layer][level] - errors[layer][levels[layer]]) / saved : double.MaxValue;
                if (worth < least)
                {
                    (least, best) = (worth, (layer, level));
                }
            }
        }

        return best;
    }
}
