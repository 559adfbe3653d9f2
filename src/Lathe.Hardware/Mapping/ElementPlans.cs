namespace Lathe.Hardware.Mapping;

/// <summary>
/// Finds what the array can do at a time. The bound of a plan takes all other loops as if the memory around the array held the whole layer, where
/// operands stay at least as long as in any smaller block, and every farther memory as if it moved each operand once.
/// </summary>
internal sealed class ElementPlans(MappingModel model, LoopNest nest, SpatialMachine machine, MappingRule rule)
{
    private const int MostOfAll = 20000, MostFull = 200000;

    private readonly int[] _sizes = nest.Sizes();
    private readonly List<LoopDimension[]> _orders = [];

    /// <summary>The plans, and whether they are all there are.</summary>
    public (List<ElementPlan> Plans, bool AreAll) Find()
    {
        // Only a small array has few enough ways for all of them.
        const int Small = 16;
        return machine.Elements <= Small && Collect(all: true, MostOfAll) is { } every ? (every, true) : (Collect(all: false, MostFull)!, false);
    }

    private List<ElementPlan>? Collect(bool all, int most)
    {
        var plans = new List<ElementPlan>();
        int[] one = [.. Enumerable.Repeat(1, LoopNest.Dimensions)], least = [.. one];
        if (rule.Whole is { } whole)
        {
            least[(int)whole] = _sizes[(int)whole];
        }

        foreach (Unrolling way in UnrollingMenu.Of(nest, machine, rule, all).Where(w => rule.Whole is not { } loop || w.Factors[(int)loop] == 1))
        {
            int[] left = [.. _sizes.Select((s, d) => BlockSizes.Ceil(s, way.Factors[d]))];
            new BlockMenu(model, left, all).Each(0, one, least, rule.InElement, own =>
            {
                plans.Add(Plan(way, [.. own]));
                return plans.Count < most;
            });
            if (plans.Count >= most)
            {
                return all ? null : plans;
            }
        }

        return plans;
    }

    private ElementPlan Plan(Unrolling way, int[] own)
    {
        int[] together = [.. own.Select((t, d) => (int)Math.Min(_sizes[d], (long)t * way.Factors[d]))];
        int[][] tiles = [own, together, _sizes];
        double least = double.PositiveInfinity, border = double.PositiveInfinity;
        LoopOrders.Distinct(together, _sizes, _orders);
        LoopDimension[][] orders = new LoopDimension[1][];
        foreach (LoopDimension[] order in rule.FirstOrders ?? (IReadOnlyList<LoopDimension[]>)_orders)
        {
            orders[0] = order;
            (double bytes, double picojoules) = model.Border(tiles, orders, way.Factors, 1);
            (least, border) = (Math.Min(least, bytes), Math.Min(border, picojoules));
        }

        double energy = model.FixedPicojoules + border, steps = model.Steps(own, way.Factors), cycles = steps, below = least;
        for (int level = 2; level <= model.Top; level++)
        {
            (double bytes, double picojoules) = model.Least(level);
            energy += picojoules;
            cycles = Math.Max(cycles, model.Cycles(level - 1, below + bytes));
            below = bytes;
        }

        return new ElementPlan(way, own, together, steps, border, energy, Math.Max(cycles, model.Cycles(model.Top, below)));
    }
}
