using System.Collections.Immutable;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Memory;
using Lathe.Runtime;
using Lathe.Runtime.Memory;

namespace Lathe.Micro.Arena;

/// <summary>
/// Plans the working memory of a network: tries orders of its operations, lets results overwrite inputs that nobody reads later, where they may
/// even while they are read, and packs what is left. Never larger than placing the values largest first in the order given.
/// </summary>
public static class ArenaMapper
{
    private const int Alignment = 4, BitsOfByte = 8;

    /// <summary>Plans a sound graph.</summary>
    public static ArenaMap Plan(IntegerGraph graph)
    {
        var work = new GraphWorkload(graph);
        MemoryPlan greedy = MemoryPlan.Of(graph);
        (MemoryProblem problem, ArenaPlan best) = KernelOrders.Candidates(work.Workload)
            .Select(order => MemoryProblem.Of(work.Workload, BitsOfByte, order))
            .Select(problem => (Problem: problem, Plan: Smaller(problem, work)))
            .MinBy(p => p.Plan.Bytes);
        if (best.Bytes > greedy.Bytes)
        {
            return Greedy(graph, greedy, problem, best);
        }

        Dictionary<string, int> offsets = [];
        foreach ((LiveBuffer buffer, long offset) in best.Placements)
        {
            foreach ((string name, int inner) in buffer.Members.SelectMany(work.ValuesIn))
            {
                offsets[name] = (int)offset + inner;
            }
        }

        ArenaEntry[] entries = [.. best.Placements.OrderBy(p => p.Offset).ThenBy(p => p.Buffer.First)
            .Select(p => new ArenaEntry([.. p.Buffer.Members.SelectMany(work.ValuesIn).Select(v => v.Name)], (int)p.Offset, (int)p.Buffer.Bytes, p.Buffer.First, p.Buffer.Last))];
        return new ArenaMap(work.InOrder(problem.Order), MemoryPlan.At(offsets.ToImmutableDictionary(), (int)best.Bytes), best.LowerBound, problem.PeakBytes, greedy.Bytes, [.. entries]);
    }

    // Writing over what is read makes more plans possible, which the packer does not always find; what it proves of them holds for all.
    private static ArenaPlan Smaller(MemoryProblem problem, GraphWorkload work)
    {
        ArenaPlan apart = ArenaPlanner.Plan(problem, Alignment), over = ArenaPlanner.Plan(problem with { Overlaps = work.Overlaps(problem) }, Alignment);
        return apart.Bytes <= over.Bytes ? apart with { LowerBound = over.LowerBound } : over;
    }

    private static ArenaMap Greedy(IntegerGraph graph, MemoryPlan plan, MemoryProblem problem, ArenaPlan planned) =>
        new(graph, plan, planned.LowerBound, problem.PeakBytes, plan.Bytes, [.. Lifetime.Of(graph).Select(l => new ArenaEntry(l.Names, plan.Offsets[l.Names[0]], l.Bytes, l.First, l.Last)).OrderBy(e => e.Offset)]);
}
