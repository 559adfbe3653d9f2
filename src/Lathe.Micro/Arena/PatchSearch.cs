using Lathe.Micro.Kernels;
using Lathe.Micro.Layers;
using Lathe.Runtime;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Patches;

namespace Lathe.Micro.Arena;

/// <summary>Finds which first stage to run in how many patches when RAM is the limit.</summary>
public static class PatchSearch
{
    private const int MostTried = 12;
    private const double MostOverhead = 1;
    private static readonly int[] s_counts = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32];

    /// <summary>The patches that bring a network under a limit at the least computing; those that need least where none does.</summary>
    /// <param name="graph">A sound graph.</param>
    /// <param name="limit">Bytes of RAM.</param>
    /// <param name="kernels">What instructions kernels use: some need room of their own.</param>
    /// <returns>Null when it fits as it is, or no patches make it smaller.</returns>
    public static PatchChoice? Fit(IntegerGraph graph, long limit, KernelSet kernels = KernelSet.Portable)
    {
        graph = ConvolutionKernels.WithRoom(graph, kernels);
        ArenaMap whole = ArenaMapper.Plan(graph);
        if (whole.Plan.Bytes <= limit)
        {
            return null;
        }

        var tried = new List<PatchChoice>();
        foreach (IntegerGraph split in Candidates(graph, limit, whole.Plan.Bytes))
        {
            tried.Add(new PatchChoice(split, ArenaMapper.Plan(split), graph.Macs));
            if (tried[^1].Arena.Plan.Bytes <= limit)
            {
                return tried[^1];
            }
        }

        return tried.Where(c => c.Arena.Plan.Bytes < whole.Plan.Bytes).MinBy(c => c.Arena.Plan.Bytes);
    }

    /// <summary>The network, in patches where it would need more than a limit otherwise.</summary>
    public static IntegerGraph Within(IntegerGraph graph, long limit, KernelSet kernels) => Fit(graph, limit, kernels)?.Graph ?? graph;

    // By the memory that is alive at once, which takes no plan: first those under the limit, the least computing first; then the rest, the smallest first.
    private static IEnumerable<IntegerGraph> Candidates(IntegerGraph graph, long limit, long whole) =>
        PatchedStage.Of(graph)
            .SelectMany(stage => s_counts.Where(n => n <= stage.Output.Shape[1]).Select(stage.Split))
            .Where(split => split.Macs <= graph.Macs * (1 + MostOverhead))
            .Select(split => (Graph: split, Peak: PeakMemory.Of(split)))
            .Where(c => c.Peak < whole)
            .OrderBy(c => c.Peak > limit)
            .ThenBy(c => c.Peak > limit ? c.Peak : c.Graph.Macs)
            .Take(MostTried)
            .Select(c => c.Graph);
}
