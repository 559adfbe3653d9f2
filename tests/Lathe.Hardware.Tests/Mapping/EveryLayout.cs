using Lathe.Hardware.Mapping;

namespace Lathe.Hardware.Tests.Mapping;

/// <summary>Every layout of a layer on a machine with a buffer and a memory, one after the other.</summary>
internal static class EveryLayout
{
    public static IEnumerable<MappingCost> Of(LoopNest nest, SpatialMachine machine)
    {
        int[] sizes = nest.Sizes(), loops = [.. Enumerable.Range(0, sizes.Length).Where(d => sizes[d] > 1)];
        LoopDimension[][] orders = [.. Permutations([.. loops.Select(d => (LoopDimension)d)])];
        foreach ((LoopDimension, int)[] rows in Side(sizes, loops, machine.Rows))
        {
            foreach ((LoopDimension, int)[] columns in Side(sizes, loops, machine.Columns))
            {
                int[] factors = new LoopMapping(nest, rows, columns, [], []).Unrolling();
                foreach (int[] own in Blocks(sizes, [.. Enumerable.Repeat(1, sizes.Length)]))
                {
                    int[] together = [.. own.Select((t, d) => Math.Min(sizes[d], t * factors[d]))];
                    foreach (int[] block in Blocks(sizes, together))
                    {
                        // Whether blocks fit does not depend on orders.
                        if (MappingCost.Of(new LoopMapping(nest, rows, columns, [own, together, block, sizes], [orders[0], orders[0]]), machine) is null)
                        {
                            continue;
                        }

                        foreach (LoopDimension[] inner in orders)
                        {
                            foreach (LoopDimension[] outer in orders)
                            {
                                yield return MappingCost.Of(new LoopMapping(nest, rows, columns, [own, together, block, sizes], [inner, outer]), machine)!;
                            }
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(LoopDimension, int)[]> Side(int[] sizes, int[] loops, int length)
    {
        yield return [];
        foreach (int d in loops)
        {
            for (int f = 2; f <= Math.Min(length, sizes[d]); f++)
            {
                yield return [((LoopDimension)d, f)];
            }
        }
    }

    private static IEnumerable<int[]> Blocks(int[] sizes, int[] below)
    {
        IEnumerable<int[]> blocks = [[]];
        for (int d = 0; d < sizes.Length; d++)
        {
            int[] choices = [.. Enumerable.Range(1, (sizes[d] + below[d] - 1) / below[d]).Select(c => Math.Min(sizes[d], c * below[d]))];
            blocks = blocks.SelectMany(b => choices.Select(c => (int[])[.. b, c]));
        }

        return blocks;
    }

    private static IEnumerable<LoopDimension[]> Permutations(LoopDimension[] loops) =>
        loops.Length == 0 ? [[]] : loops.SelectMany(l => Permutations([.. loops.Where(o => o != l)]).Select(p => (LoopDimension[])[l, .. p]));
}
