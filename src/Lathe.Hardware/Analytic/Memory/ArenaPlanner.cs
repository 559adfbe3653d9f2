namespace Lathe.Hardware.Analytic.Memory;

/// <summary>
/// Packs buffers of known lifetimes into the smallest block: each goes to the lowest gap that fits, the buffers taken in several orders
/// (by size, by area, by lifetime, by step) and then in orders that put first what stood on top, until nothing gets smaller.
/// </summary>
public static class ArenaPlanner
{
    private const int Improvements = 64;

    /// <summary>Plans an arena.</summary>
    /// <param name="problem">The buffers.</param>
    /// <param name="alignment">Each offset is a multiple of this.</param>
    public static ArenaPlan Plan(MemoryProblem problem, int alignment = 1)
    {
        LiveBuffer[] buffers = [.. problem.Buffers.Where(b => b.Bytes > 0)];
        var overlaps = problem.Overlaps.ToDictionary(o => (o.Output, o.Input));
        long bound = Forced(overlaps.Values, alignment, LowerBound(buffers, overlaps.Values, problem.Order.Count, alignment));
        ArenaPlan best = Orders(buffers).Select(order => Place(order, overlaps, alignment, bound)).MinBy(p => p.Bytes)!;
        for (int i = 0; i < Improvements && !best.IsOptimal; i++)
        {
            // What sets the size goes first, so that others find their places around it.
            LiveBuffer top = best.Placements.MaxBy(p => p.Offset + p.Buffer.Bytes).Buffer;
            ArenaPlan tried = Place([top, .. best.Placements.Select(p => p.Buffer).Where(b => b != top)], overlaps, alignment, bound);
            if (tried.Bytes > best.Bytes)
            {
                break;
            }

            best = tried;
        }

        return best;
    }

    private static IEnumerable<IEnumerable<LiveBuffer>> Orders(LiveBuffer[] buffers) =>
    [
        buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.First),
        buffers.OrderByDescending(b => b.Bytes * (b.Last - b.First + 1)),
        buffers.OrderByDescending(b => b.Last - b.First).ThenByDescending(b => b.Bytes),
        buffers.OrderBy(b => b.First).ThenByDescending(b => b.Bytes),
        buffers.OrderByDescending(b => b.Last).ThenByDescending(b => b.Bytes),
    ];

    private static ArenaPlan Place(IEnumerable<LiveBuffer> order, Dictionary<(LiveBuffer Output, LiveBuffer Input), BufferOverlap> overlaps, int alignment, long bound)
    {
        var placed = new List<(LiveBuffer Buffer, long Offset)>();
        long size = 0;
        foreach (LiveBuffer buffer in order)
        {
            long offset = 0;
            foreach ((long below, long above) in placed.Where(p => p.Buffer.Overlaps(buffer)).Select(p => Around(buffer, p.Buffer, p.Offset, overlaps)).OrderBy(f => f.Below))
            {
                if (offset <= below)
                {
                    break;
                }

                offset = Math.Max(offset, Align(above, alignment));
            }

            placed.Add((buffer, offset));
            size = Math.Max(size, offset + buffer.Bytes);
        }

        return new ArenaPlan(size, bound, placed);
    }

    // Where a buffer may start beside one that is placed: at the first number or below it, at the second or above it.
    private static (long Below, long Above) Around(LiveBuffer buffer, LiveBuffer other, long at, Dictionary<(LiveBuffer Output, LiveBuffer Input), BufferOverlap> overlaps)
    {
        long below = at - buffer.Bytes, above = at + other.Bytes;
        if (overlaps.TryGetValue((buffer, other), out BufferOverlap? before))
        {
            below = Math.Max(below, at - before.Distance);
        }

        if (overlaps.TryGetValue((other, buffer), out BufferOverlap? behind))
        {
            above = Math.Min(above, at + behind.Distance);
        }

        return (below, above);
    }

    private static long LowerBound(LiveBuffer[] buffers, IReadOnlyCollection<BufferOverlap> overlaps, int steps, int alignment)
    {
        long bound = 0;
        for (int step = 0; step < steps; step++)
        {
            LiveBuffer[] live = [.. buffers.Where(b => b.First <= step && step <= b.Last)];
            // The topmost buffer needs no filling up; at best that is the one that would waste most.
            long waste = live.Select(b => Align(b.Bytes, alignment) - b.Bytes).DefaultIfEmpty().Max();
            long saved = overlaps.Where(o => live.Contains(o.Output) && live.Contains(o.Input)).Select(o => Align(o.Output.Bytes, alignment) + Align(o.Input.Bytes, alignment) - o.Bytes).DefaultIfEmpty().Max();
            bound = Math.Max(bound, live.Sum(b => Align(b.Bytes, alignment)) - waste - saved);
        }

        return bound;
    }

    // Two buffers that cannot lie apart within a size have to overlap, each time the result below its input; a chain of them climbs. A size that is lower
    // than such a chain is none, and neither is a larger one at which the same buffers cannot lie apart.
    private static long Forced(IReadOnlyCollection<BufferOverlap> overlaps, int alignment, long bound)
    {
        while (true)
        {
            BufferOverlap[] forced = [.. overlaps.Where(o => Apart(o) > bound)];
            long climbed = Climb(forced, alignment);
            if (climbed <= bound)
            {
                return bound;
            }

            bound = Math.Min(climbed, forced.Min(Apart));
        }

        long Apart(BufferOverlap overlap) => Math.Min(Align(overlap.Output.Bytes, alignment) + overlap.Input.Bytes, Align(overlap.Input.Bytes, alignment) + overlap.Output.Bytes);
    }

    private static long Climb(BufferOverlap[] forced, int alignment)
    {
        ILookup<LiveBuffer, BufferOverlap> results = forced.ToLookup(o => o.Input);
        var lowest = new Dictionary<LiveBuffer, long>();
        return forced.SelectMany(o => new[] { o.Input, o.Output }).Select(b => Lowest(b) + b.Bytes).DefaultIfEmpty().Max();

        // A result is written later than its input, so that this comes to an end.
        long Lowest(LiveBuffer buffer)
        {
            if (!lowest.TryGetValue(buffer, out long offset))
            {
                offset = results[buffer].Select(o => Align(Math.Max(0, Lowest(o.Output) + o.Distance), alignment)).DefaultIfEmpty().Max();
                lowest[buffer] = offset;
            }

            return offset;
        }
    }

    private static long Align(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
