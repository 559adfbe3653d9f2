using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Calibration;

/// <summary>The part of a network that makes one value.</summary>
internal static class GraphPrefix
{
    /// <summary>The same network ending at a value that nodes or inputs make.</summary>
    public static ModelGraph To(ModelGraph graph, string value)
    {
        var index = new GraphIndex(graph);
        var needed = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>([value]);
        while (open.TryPop(out string? name))
        {
            if (index.Producer(name) is { } node && needed.Add(node))
            {
                foreach (string input in node.Inputs.Concat(Captures.Of(node)).Where(i => i.Length > 0))
                {
                    open.Push(input);
                }
            }
        }

        return graph with { Nodes = [.. graph.Nodes.Where(needed.Contains)], Outputs = [new ValueInfo(value, DType.Float32, null)] };
    }
}
