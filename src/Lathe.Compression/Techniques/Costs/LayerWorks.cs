using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Techniques.Costs;

/// <summary>The work of a network's layers, counted.</summary>
public static class LayerWorks
{
    /// <summary>One entry for each node that computes, in order: what it does for one sample at 32 bits.</summary>
    public static IReadOnlyList<(Node Node, LayerWork Work)> Of(ModelGraph graph) =>
        [.. GraphCost.Of(graph).Nodes.Where(n => n.Cost.BytesWritten > 0).Select(n => (n.Node, Of(graph, n.Node, n.Cost)))];

    private static LayerWork Of(ModelGraph graph, Node node, OpCost cost)
    {
        long weights = node.Inputs.Distinct().Where(graph.Parameters.ContainsKey).Sum(i => (long)graph.Parameters[i].Count), bytes = node.Inputs.Distinct().Where(graph.Parameters.ContainsKey).Sum(i => (long)graph.Parameters[i].Bytes.Length);
        return new LayerWork(cost.Macs, weights, (Math.Max(0, cost.BytesRead - bytes) + cost.BytesWritten) / sizeof(float));
    }
}
