using System.Collections.ObjectModel;
using Lathe.Graph.Ops;

namespace Lathe.Graph.Readings;

/// <summary>Work, traffic and memory of a graph for one batch size; analytic.</summary>
public sealed record GraphCost
{
    /// <summary>Cost of each node, in order.</summary>
    public required IReadOnlyList<(Node Node, OpCost Cost)> Nodes { get; init; }

    /// <summary>The type of every value the nodes were counted on.</summary>
    public required IReadOnlyDictionary<string, TensorType> Types { get; init; }

    /// <summary>Sum over the nodes.</summary>
    public required OpCost Total { get; init; }

    /// <summary>The most bytes of activations alive at once, executing in order, each freed after its last use.</summary>
    public required long PeakActivationBytes { get; init; }

    /// <summary>Reads a graph: of an If the branch that zeros take, of a Loop as many turns as they make.</summary>
    public static GraphCost Of(ModelGraph graph, int batch = 1)
    {
        (IReadOnlyDictionary<string, TensorType> types, IReadOnlyDictionary<string, OpCost> bodies) = ShapeInference.WithBodies(graph, batch);
        return Of(graph, types, bodies);
    }

    /// <summary>Reads a graph whose types are known; of If, Loop and Scan the work of the bodies is not, and counts as none.</summary>
    public static GraphCost Of(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types) => Of(graph, types, ReadOnlyDictionary<string, OpCost>.Empty);

    private static GraphCost Of(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types, IReadOnlyDictionary<string, OpCost> bodies)
    {
        var nodes = new List<(Node, OpCost)>();
        OpCost total = default;
        foreach (Node node in graph.Nodes)
        {
            var context = new CostContext(node, types);
            OpCost cost = OpRegistry.Find(node)?.Cost(context) ?? context.Elementwise(0);
            cost += bodies.GetValueOrDefault(node.Name);
            nodes.Add((node, cost));
            total += cost;
        }

        return new GraphCost { Nodes = nodes, Types = types, Total = total, PeakActivationBytes = ActivationMemory.Peak(graph, types) };
    }
}
