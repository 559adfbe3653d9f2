using Lathe.Graph;
using Lathe.Graph.Coupling;

namespace Lathe.Compression.Pruning.Heads;

/// <summary>Finds attention heads: the second axis of attention weights <c>softmax(Q K') [N, heads, T, T]</c>.</summary>
internal static class AttentionHeads
{
    /// <summary>A group for the heads of each attention layer, or of layers whose heads are coupled.</summary>
    public static IReadOnlyList<ChannelGroup> Find(DependencyGraph dependencies)
    {
        var heads = new HashSet<int>();
        foreach (Node softmax in dependencies.Graph.Nodes.Where(n => n.OpType == "Softmax" && dependencies.Types[n.Inputs[0]].Shape.Rank == 4))
        {
            string weights = softmax.Inputs[0];
            heads.UnionWith(Enumerable.Range(0, dependencies.Types[weights].Shape[1]).Select(h => dependencies.Labels.Of(weights, 1, h)));
        }

        return [.. ChannelGroups.Find(dependencies).Where(g => g.Labels.All(heads.Contains))];
    }
}
