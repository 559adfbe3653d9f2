using Lathe.Graph.Editing;

namespace Lathe.Graph.Rewriting;

/// <summary>
/// A pass that puts one operator in place of an idiom of several. The last node of the idiom is its root; the others must be read
/// inside the idiom only. A new idiom is one subclass.
/// </summary>
public abstract class FusionPass : IGraphPass
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        var editor = new GraphEditor(graph);
        var gone = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node root in graph.Nodes.Where(n => n.Domain is "" or "ai.onnx" && n.Outputs.Length == 1))
        {
            if (Match(facts, root) is not { } fusion || fusion.Inner.Append(root).Any(gone.Contains) || !facts.IsClosed(root, fusion.Inner))
            {
                continue;
            }

            editor.Replace(root, fusion.Replacement);
            gone.Add(root);
            foreach (Node inner in fusion.Inner.Where(gone.Add))
            {
                editor.Remove(inner);
            }
        }

        if (gone.Count == 0)
        {
            return graph;
        }

        DropConstants(editor, facts, gone);
        return editor.ToGraph();
    }

    /// <summary>The idiom that ends at a node, or null.</summary>
    private protected abstract Fusion? Match(GraphFacts facts, Node root);

    /// <summary>The node that replaces a root: same name, same output.</summary>
    private protected static Node Become(Node root, string opType, AttributeMap attributes, params ReadOnlySpan<string> inputs) =>
        new(root.Name, opType, [.. inputs], root.Outputs, attributes);

    private static void DropConstants(GraphEditor editor, GraphFacts facts, HashSet<Node> gone)
    {
        var read = new HashSet<string>(editor.Nodes.SelectMany(n => n.Inputs.Concat(Captures.Of(n))));
        foreach (string name in gone.SelectMany(n => n.Inputs).Where(i => facts.Constant(i) is not null && !read.Contains(i) && !facts.Index.IsOutput(i)))
        {
            editor.RemoveParameter(name);
        }
    }
}
