using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization;

/// <summary>Batch normalisation that trains on with its running statistics instead of the batch's.</summary>
public static class FrozenStatistics
{
    private const string Attribute = "frozen";

    /// <summary>Freezes every normalisation.</summary>
    public static ModelGraph Apply(ModelGraph graph) => Change(graph, a => a.With(Attribute, 1L));

    /// <summary>Undoes <see cref="Apply"/>.</summary>
    public static ModelGraph Release(ModelGraph graph) => Change(graph, a => a.Without(Attribute));

    private static ModelGraph Change(ModelGraph graph, Func<AttributeMap, AttributeMap> change)
    {
        var editor = new GraphEditor(graph);
        foreach (Node node in graph.Nodes.Where(n => n is { OpType: "BatchNormalization", Domain: "" }))
        {
            editor.Replace(node, node with { Attributes = change(node.Attributes) });
        }

        return editor.ToGraph();
    }
}
