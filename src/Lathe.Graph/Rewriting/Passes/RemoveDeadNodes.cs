using Lathe.Graph.Editing;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>Removes nodes that no output depends on, and parameters that nobody reads; inputs stay, they are the model's interface.</summary>
public sealed class RemoveDeadNodes : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "remove-dead-nodes";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var needed = new HashSet<string>(graph.Outputs.Select(o => o.Name));
        var dead = new List<Node>();
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(needed.Contains))
            {
                needed.UnionWith(node.Inputs);
                needed.UnionWith(Captures.Of(node));
            }
            else
            {
                dead.Add(node);
            }
        }

        string[] unread = [.. graph.Parameters.Keys.Where(p => !needed.Contains(p))];
        if (dead.Count == 0 && unread.Length == 0)
        {
            return graph;
        }

        var editor = new GraphEditor(graph);
        dead.ForEach(editor.Remove);
        Array.ForEach(unread, editor.RemoveParameter);
        return editor.ToGraph();
    }
}
