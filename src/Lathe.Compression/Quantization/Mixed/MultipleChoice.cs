namespace Lathe.Compression.Quantization.Mixed;

/// <summary>
/// The multiple-choice knapsack, solved exactly: one choice from every group, the least loss in all, the cost within a limit. Partial choices that
/// another beats in both cost and loss are dropped, and so are those that cannot come below the best whole choice known, by the bound of the
/// problem with fractions of choices allowed (Pisinger 1995).
/// </summary>
public static class MultipleChoice
{
    // Sums of the same numbers in another order differ in the last digits.
    private const double Slack = 1e-9;

    /// <summary>The index of the choice in every group; null when even the cheapest choices cost more than the limit.</summary>
    public static int[]? Solve(IReadOnlyList<IReadOnlyList<BitChoice>> groups, double limit)
    {
        double most = limit * (1 + Slack);
        var bounds = new FractionBound[groups.Count + 1];
        for (int g = groups.Count; g >= 0; g--)
        {
            bounds[g] = new FractionBound(groups.Skip(g));
        }

        if (bounds[0].LeastCost > most)
        {
            return null;
        }

        double known = bounds[0].WholeChoice(most);
        var frontier = new List<Partial> { new(0, 0, null, -1) };
        for (int g = 0; g < groups.Count; g++)
        {
            frontier = Extend(frontier, groups[g], bounds[g + 1], most, known);
        }

        return Path(frontier.MinBy(p => p.Loss)!, groups.Count);
    }

    private static List<Partial> Extend(List<Partial> frontier, IReadOnlyList<BitChoice> group, FractionBound rest, double limit, double known)
    {
        var next = new List<Partial>();
        foreach (Partial partial in frontier)
        {
            for (int c = 0; c < group.Count; c++)
            {
                double cost = partial.Cost + group[c].Cost, loss = partial.Loss + group[c].Loss;
                if (cost + rest.LeastCost <= limit && loss + rest.LeastLoss(limit - cost) <= known * (1 + Slack) + 1e-300)
                {
                    next.Add(new Partial(cost, loss, partial, c));
                }
            }
        }

        next.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : a.Loss.CompareTo(b.Loss));
        var kept = new List<Partial>();
        foreach (Partial partial in next)
        {
            if (kept.Count == 0 || partial.Loss < kept[^1].Loss)
            {
                kept.Add(partial);
            }
        }

        return kept;
    }

    private static int[] Path(Partial end, int count)
    {
        int[] path = new int[count];
        for (Partial? at = end; at is { Choice: >= 0 }; at = at.Before)
        {
            path[--count] = at.Choice;
        }

        return path;
    }

    private sealed record Partial(double Cost, double Loss, Partial? Before, int Choice);
}
