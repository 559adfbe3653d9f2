using System.Collections.Immutable;
using Lathe.Compression.Pruning.Blocks;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Compression.Gating;

/// <summary>Takes the branch of a residual block out of its network.</summary>
internal static class BranchGraph
{
    /// <summary>The branch as a network from the shortcut to a layer's result.</summary>
    public static ModelGraph Of(ModelGraph graph, ResidualBlock block, Node last)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        HashSet<string> names = [.. block.Branch.Select(n => n.Name)];
        Node[] nodes = [.. graph.Nodes.Where(n => names.Contains(n.Name))];
        HashSet<string> read = [.. nodes.SelectMany(n => n.Inputs)];
        return new ModelGraph
        {
            Name = "branch",
            Inputs = [Info(block.Shortcut, types)],
            Outputs = [Info(last.Outputs[0], types)],
            Nodes = [.. nodes],
            Parameters = graph.Parameters.Where(p => read.Contains(p.Key)).ToImmutableDictionary(),
        };
    }

    private static ValueInfo Info(string name, IReadOnlyDictionary<string, TensorType> types)
    {
        Shape shape = types[name].Shape;
        return new ValueInfo(name, types[name].Type, [.. Enumerable.Range(0, shape.Rank).Select(i => i == 0 ? (Dimension)"N" : (Dimension)shape[i])]);
    }
}
