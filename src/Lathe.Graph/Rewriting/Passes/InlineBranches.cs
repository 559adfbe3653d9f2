using Lathe.Graph.Editing;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>Puts the branch that a constant condition takes in the place of its If, so that pruning and quantization reach its layers.</summary>
public sealed class InlineBranches : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "inline-branches";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        // A branch may hold an If whose condition becomes constant once the shapes before it are known.
        bool changed = graph.Nodes.Any(n => n is { OpType: "If", Domain: "" });
        while (changed)
        {
            graph = new FoldConstants().Run(new FoldShapes().Run(new FoldConstants().Run(graph)));
            changed = false;
            while (Next(graph) is { } found)
            {
                graph = Inline(graph, found.Node, found.Branch);
                changed = true;
            }
        }

        return graph;
    }

    private static (Node Node, ModelGraph Branch)? Next(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        foreach (Node node in graph.Nodes.Where(n => n is { OpType: "If", Domain: "" }))
        {
            if (facts.Constant(node.Inputs[0]) is { Count: > 0 } condition && node.Attributes.Graph(condition.Bytes.Span[0] != 0 ? "then_branch" : "else_branch") is { } branch
                && branch.Outputs.Length >= node.Outputs.Length)
            {
                return (node, branch);
            }
        }

        return null;
    }

    private static ModelGraph Inline(ModelGraph graph, Node node, ModelGraph branch)
    {
        var editor = new GraphEditor(graph);
        editor.Remove(node);
        var names = new Dictionary<string, string>();
        foreach ((string name, TensorData data) in branch.Parameters)
        {
            names[name] = editor.AddParameter(name, data);
        }

        foreach (string made in branch.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0))
        {
            names[made] = editor.Fresh(made);
        }

        foreach (Node inner in branch.Nodes)
        {
            editor.Add(Renaming.Apply(inner, name => names.GetValueOrDefault(name, name)) with { Name = editor.Fresh(inner.Name) });
        }

        for (int o = 0; o < node.Outputs.Length; o++)
        {
            if (node.Outputs[o].Length > 0)
            {
                string result = branch.Outputs[o].Name;
                editor.Add(new Node(editor.Fresh(node.Name + "/result"), "Identity", [names.GetValueOrDefault(result, result)], [node.Outputs[o]], AttributeMap.Empty));
            }
        }

        return editor.ToGraph();
    }
}
