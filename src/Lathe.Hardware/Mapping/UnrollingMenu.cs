namespace Lathe.Hardware.Mapping;

/// <summary>
/// Ways to spread a layer over an array: on each side no loop, one, or two. All factors when asked for all; else those that leave the fewest elements
/// idle, a few for each set of loops, the fastest first. Which side a loop lies on costs nothing, so one of several equal ways is kept.
/// </summary>
internal static class UnrollingMenu
{
    private const int OfEachSet = 4, Most = 256;

    public static List<Unrolling> Of(LoopNest nest, SpatialMachine machine, MappingRule rule, bool all)
    {
        int[] sizes = nest.Sizes();
        var seen = new HashSet<UInt128>();
        var found = new List<Unrolling>();
        foreach ((int, int)[] rows in Side(sizes, machine.Rows, rule.Rows, all))
        {
            int[] left = [.. sizes];
            Apply(rows, (d, f) => left[d] = BlockSizes.Ceil(left[d], f));
            foreach ((int, int)[] columns in Side(left, machine.Columns, rule.Columns, all))
            {
                int[] factors = [.. Enumerable.Repeat(1, LoopNest.Dimensions)];
                Apply(rows, (d, f) => factors[d] *= f);
                Apply(columns, (d, f) => factors[d] *= f);
                if (seen.Add(factors.Aggregate(UInt128.Zero, (key, f) => (key << 14) | (UInt128)f)))
                {
                    found.Add(new Unrolling(Named(rows), Named(columns), factors));
                }
            }
        }

        double Steps(Unrolling u) => sizes.Select((s, d) => (double)BlockSizes.Ceil(s, u.Factors[d])).Aggregate((a, b) => a * b);
        return all ? found : [.. found.Select(u => (Way: u, Steps: Steps(u))).GroupBy(u => Loops(u.Way)).SelectMany(g => g.OrderBy(u => u.Steps).Take(OfEachSet)).OrderBy(u => u.Steps).Take(Most).Select(u => u.Way)];
    }

    private static IEnumerable<(int Dimension, int Factor)[]> Side(int[] sizes, int length, LoopDimension[] allowed, bool all)
    {
        yield return [];
        int[] loops = [.. allowed.Select(d => (int)d).Where(d => sizes[d] > 1)];
        foreach (int first in loops)
        {
            foreach (int factor in Factors(sizes[first], length, all))
            {
                yield return [(first, factor)];
            }

            foreach (int second in loops.Where(s => s != first))
            {
                foreach (int factor in Factors(sizes[first], length / 2, true))
                {
                    foreach (int other in Factors(sizes[second], length / factor, all))
                    {
                        yield return [(first, factor), (second, other)];
                    }
                }
            }
        }
    }

    private static IEnumerable<int> Factors(int size, int most, bool all) => all ? BlockSizes.Of(size).Where(f => f > 1 && f <= most) : most > 1 ? [BlockSizes.Even(size, most)] : [];

    private static int Loops(Unrolling way) => way.Factors.Select((f, d) => f > 1 ? 1 << d : 0).Sum();

    private static void Apply((int Dimension, int Factor)[] side, Action<int, int> act) => Array.ForEach(side, s => act(s.Dimension, s.Factor));

    private static (LoopDimension, int)[] Named((int Dimension, int Factor)[] side) => [.. side.Select(s => ((LoopDimension)s.Dimension, s.Factor))];
}
