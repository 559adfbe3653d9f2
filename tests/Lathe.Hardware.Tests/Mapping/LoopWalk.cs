using Lathe.Hardware.Mapping;

namespace Lathe.Hardware.Tests.Mapping;

/// <summary>Walks the loops of a mapping block by block and counts with sets of places what is moved; slow, and knows no formula.</summary>
internal sealed class LoopWalk(LoopMapping mapping)
{
    private readonly int[] _sizes = mapping.Nest.Sizes(), _unrolled = mapping.Unrolling();

    /// <summary>What crosses the border below a memory.</summary>
    public Traffic Border(int level)
    {
        double inputs = Fetched(Operand.Inputs, level, null), weights = Fetched(Operand.Weights, level, null), sums = Fetched(Operand.Outputs, level, null);
        return new Traffic(inputs, weights, sums, sums - mapping.Nest.Elements(Operand.Outputs));
    }

    /// <summary>What goes into or out of the elements.</summary>
    public (double Inputs, double Weights, double Sums) Elements()
    {
        double[] moved = new double[3];
        foreach (int[] element in Places(_unrolled))
        {
            foreach (Operand operand in Enum.GetValues<Operand>())
            {
                moved[(int)operand] += Fetched(operand, 1, element);
            }
        }

        return (moved[0], moved[1], moved[2]);
    }

    /// <summary>Steps of the slowest element, block by block.</summary>
    public double Steps() => Places([.. _sizes.Select((s, d) => Ceil(s, mapping.Tiles[1][d]))]).Sum(at => _sizes.Select((s, d) => Math.Min(mapping.Tiles[0][d], s - (at[d] * mapping.Tiles[1][d]))).Aggregate(1.0, (a, b) => a * b));

    private double Fetched(Operand operand, int level, int[]? element)
    {
        var loops = new List<(int Level, int Dimension)>();
        for (int l = level; l <= mapping.Orders.Count; l++)
        {
            loops.AddRange(mapping.Orders[l - 1].Select(d => (l, (int)d)).Where(p => mapping.Tiles[p.l + 1][p.Item2] > mapping.Tiles[p.l][p.Item2]));
        }

        // Along the innermost loops without the operand, then along one that shifts a window, what is shared is kept.
        int staying = loops.TakeWhile(p => LoopNest.IsIrrelevant(operand, (LoopDimension)p.Dimension)).Count();
        if (operand == Operand.Inputs && staying < loops.Count && loops[staying].Dimension is >= 4 and int shifted && SharesWithNext(shifted, level) && (element is null || _unrolled[shifted] == 1))
        {
            staying += loops.Skip(staying).TakeWhile(p => p.Dimension == shifted).Count();
        }

        double moved = 0;
        HashSet<(int, int, int, int, int, int)> held = [];
        Walk(loops, loops.Count - 1, new int[LoopNest.Dimensions], [.. _sizes], (start, end, loop) =>
        {
            HashSet<(int, int, int, int, int, int)> block = Block(operand, level, start, end, element);
            moved += block.Count(b => loop >= staying || !held.Contains(b));
            // An element without work keeps what it has.
            held = block.Count > 0 || loop >= staying ? block : held;
        });
        return moved;
    }

    // Whether, of all blocks along the loop, only neighbours look at the same place.
    private bool SharesWithNext(int d, int level)
    {
        bool isRow = d is 4 or 6, isTap = d >= 6;
        (int stride, int dilation) = isRow ? (mapping.Nest.Stride.Rows, mapping.Nest.Dilation.Rows) : (mapping.Nest.Stride.Columns, mapping.Nest.Dilation.Columns);
        (int step, int other) = isTap ? (dilation, stride) : (stride, dilation);
        return mapping.Tiles[level][d] >= Enumerable.Range(1, other).First(apart => apart * step % other == 0);
    }

    // Calls back with each block below the border and the loop that led there.
    private void Walk(List<(int Level, int Dimension)> loops, int at, int[] start, int[] end, Action<int[], int[], int> visit, int loop = int.MaxValue)
    {
        if (at < 0)
        {
            visit(start, end, loop);
            return;
        }

        (int level, int d) = loops[at];
        int step = mapping.Tiles[level][d];
        for (int i = start[d], first = i; i < end[d]; i += step)
        {
            int[] from = [.. start], to = [.. end];
            (from[d], to[d]) = (i, Math.Min(end[d], i + step));
            Walk(loops, at - 1, from, to, visit, i == first ? loop : at);
        }
    }

    private HashSet<(int, int, int, int, int, int)> Block(Operand operand, int level, int[] start, int[] end, int[]? element)
    {
        int[] from = [.. start], to = [.. start.Select((s, d) => Math.Min(end[d], s + mapping.Tiles[level][d]))];
        for (int d = 0; element is not null && d < from.Length; d++)
        {
            from[d] += element[d] * mapping.Tiles[0][d];
            to[d] = Math.Min(to[d], from[d] + mapping.Tiles[0][d]);
        }

        LoopNest nest = mapping.Nest;
        return
        [
            .. Places([.. to.Select((t, d) => Math.Max(0, t - from[d]))]).Select(p => p.Select((v, d) => v + from[d]).ToArray()).Select(p => operand switch
            {
                Operand.Weights => (p[1], p[2], p[3], p[6], p[7], 0),
                Operand.Outputs => (p[0], p[1], p[2], p[4], p[5], 0),
                _ => (p[0], p[1], p[3], (p[4] * nest.Stride.Rows) + (p[6] * nest.Dilation.Rows), (p[5] * nest.Stride.Columns) + (p[7] * nest.Dilation.Columns), 0),
            }),
        ];
    }

    private static IEnumerable<int[]> Places(int[] counts)
    {
        int total = counts.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < total; i++)
        {
            int rest = i;
            yield return
            [
                .. counts.Select(c =>
                {
                    int place = rest % c;
                    rest /= c;
                    return place;
                }),
            ];
        }
    }

    private static int Ceil(int value, int by) => (value + by - 1) / by;
}
