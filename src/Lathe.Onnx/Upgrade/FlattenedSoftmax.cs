using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Onnx.Upgrade;

/// <summary>Gives the softmax of opsets before 13 its present meaning: the last axis where that is what it was, else between a flatten and a reshape.</summary>
internal static class FlattenedSoftmax
{
    /// <summary>The attribute that import leaves on such nodes.</summary>
    public const string Marker = "lathe_flatten";

    public static ModelGraph Resolve(ModelGraph graph)
    {
        Node[] marked = [.. graph.Nodes.Where(n => n.Attributes.Has(Marker))];
        if (marked.Length == 0)
        {
            return graph;
        }

        // Models are never run while they are read: what a hostile one would compute nobody knows.
        IReadOnlyDictionary<string, int> ranks = RankInference.Run(graph);
        var editor = new GraphEditor(graph);
        foreach (Node node in marked)
        {
            int axis = (int)node.Attributes.Int("axis", 1);
            AttributeMap last = node.Attributes.Without(Marker).With("axis", -1L);
            if (axis == -1 || (ranks.TryGetValue(node.Inputs[0], out int rank) && axis == rank - 1))
            {
                editor.Replace(node, node with { Attributes = last });
                continue;
            }

            Node flat = editor.Add("Flatten", [node.Inputs[0]], AttributeMap.Empty.With("axis", (long)axis), node.Name + "/flatten");
            Node shape = editor.Add("Shape", [node.Inputs[0]], name: node.Name + "/shape");
            string inner = editor.Fresh(node.Name + "/flat");
            editor.Replace(node, node with { Inputs = [flat.Outputs[0]], Outputs = [inner], Attributes = last });
            editor.Add(new Node(editor.Fresh(node.Name + "/reshape"), "Reshape", [inner, shape.Outputs[0]], node.Outputs, AttributeMap.Empty));
        }

        return editor.ToGraph(allowCaptures: true);
    }
}
