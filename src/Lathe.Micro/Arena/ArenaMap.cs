using System.Collections.Immutable;
using Lathe.Runtime;
using Lathe.Runtime.Memory;

namespace Lathe.Micro.Arena;

/// <summary>The order operations run in and where each value lies meanwhile.</summary>
/// <param name="Graph">The network, its operations in the order that needs least.</param>
/// <param name="Plan">Offsets of all values.</param>
/// <param name="LowerBound">No plan in that order is smaller, as the planner proves (<see cref="Hardware.Analytic.Memory.ArenaPlan.LowerBound"/>).</param>
/// <param name="AliveBytes">The most bytes alive at once: what is needed where no layer writes over what it reads.</param>
/// <param name="GreedyBytes">What the order given, placed largest first without writing over inputs, needs.</param>
/// <param name="Entries">The stretches of the arena, by offset.</param>
public sealed record ArenaMap(IntegerGraph Graph, MemoryPlan Plan, long LowerBound, long AliveBytes, int GreedyBytes, ImmutableArray<ArenaEntry> Entries)
{
    /// <summary>The map as lines of text: bytes, steps and values.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"arena {Plan.Bytes:N0} bytes (lower bound {LowerBound:N0}, alive at once {AliveBytes:N0}, greedy by size {GreedyBytes:N0}), {Graph.Ops.Count(o => !o.IsView)} steps";
        foreach (ArenaEntry entry in Entries)
        {
            yield return $"{entry.Offset,8} - {entry.Offset + entry.Bytes,-8} steps {entry.First,3} - {entry.Last,-3} {string.Join(", ", entry.Values)}";
        }
    }
}
