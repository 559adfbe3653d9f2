using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Pruning;

/// <summary>Finds the prunable channel groups of a graph: labels that are free everywhere and touch a learned weight.</summary>
public static class ChannelGroups
{
    /// <summary>The groups, in the order of the parameters they touch.</summary>
    public static IReadOnlyList<ChannelGroup> Find(DependencyGraph dependencies)
    {
        ModelGraph graph = dependencies.Graph;
        HashSet<string> learned = ParameterStore.LearnedNames(graph);
        var slices = new Dictionary<int, List<ParameterSlice>>();
        foreach ((string name, TensorData data) in graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            for (int axis = 0; axis < data.Shape.Rank; axis++)
            {
                for (int i = 0; i < data.Shape[axis]; i++)
                {
                    int label = dependencies.Labels.Of(name, axis, i);
                    if (!dependencies.Labels.IsPinned(label))
                    {
                        (slices.TryGetValue(label, out List<ParameterSlice>? list) ? list : slices[label] = []).Add(new ParameterSlice(name, axis, i));
                    }
                }
            }
        }

        return
        [
            .. slices
                .Where(s => CrossesLayers(s.Value, graph, learned))
                .GroupBy(s => string.Join(" ", s.Value.Select(v => $"{v.Parameter}:{v.Axis}").Distinct().Order(StringComparer.Ordinal)))
                .OrderBy(g => g.Min(s => s.Key))
                .Where(g => g.Count() > 1)
                .Select(g => new ChannelGroup(g.Key, [.. g.Select(s => s.Key).Order()], slices)),
        ];
    }

    // A kernel's own spatial axes carry labels too, but nothing else shares them: a channel is made by one weight and read by another.
    private static bool CrossesLayers(List<ParameterSlice> slices, ModelGraph graph, HashSet<string> learned)
    {
        var weights = slices.Where(s => learned.Contains(s.Parameter) && graph.Parameters[s.Parameter].Shape.Rank >= 2).Select(s => (s.Parameter, s.Axis)).Distinct().ToList();
        return weights.Count >= 2;
    }
}
