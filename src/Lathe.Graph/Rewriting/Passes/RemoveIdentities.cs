using Lathe.Graph.Editing;
using Lathe.Graph.Ops;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Removes nodes that hand on their input unchanged: Identity, Dropout (for inference), sums and joins of one value, and Cast,
/// Reshape, Transpose, Pad, Slice, Expand, Clip that change nothing.
/// </summary>
/// <param name="keepDropout">True for a graph that will be trained.</param>
public sealed class RemoveIdentities(bool keepDropout = false) : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "remove-identities";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        GraphEditor? editor = null;
        foreach (string name in graph.Nodes.Where(n => n.Domain is "" or "ai.onnx" && HandsOn(facts, n)).Select(n => n.Name))
        {
            editor ??= new GraphEditor(graph);
            Node node = editor.Nodes.First(n => n.Name == name);
            if (CanGo(editor, node))
            {
                editor.Remove(node);
                editor.Substitute(node.Outputs[0], node.Inputs[0]);
            }
        }

        return editor?.ToGraph() ?? graph;
    }

    // A graph output must be made by a node, and under its own name; what copies an input, a parameter or another output stays.
    private static bool CanGo(GraphEditor editor, Node node)
    {
        string from = node.Inputs[0];
        bool isOutput = editor.Outputs.Exists(o => o.Name == node.Outputs[0]);
        return !isOutput || (editor.Nodes.Any(n => n.Outputs.Contains(from)) && !editor.Outputs.Exists(o => o.Name == from));
    }

    private bool HandsOn(GraphFacts facts, Node node) => node.OpType switch
    {
        "Identity" => true,
        "Dropout" => !keepDropout && !AlwaysDrops(facts, node) && node.Outputs.Skip(1).All(o => o.Length == 0 || (!facts.Index.IsOutput(o) && facts.Index.Consumers(o).Count == 0)),
        "Concat" or "Sum" or "Max" or "Min" or "Mean" => node.Inputs.Length == 1,
        "Transpose" => node.Attributes.Ints("perm") is { } order && order.Select((p, i) => p == i).All(same => same),
        "Pad" => facts.Integers(node.Input(1)) is { } pads && pads.All(p => p == 0),
        "Slice" => TakesAll(facts, node) || KeepsShape(facts, node),
        "Clip" => node.Input(1) is null && node.Input(2) is null,
        "Cast" => KeepsType(facts, node),
        "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Expand" or "Tile" => KeepsShape(facts, node),
        _ => false,
    };

    // training_mode may be true, or computed: such a node draws its mask at inference too.
    private static bool AlwaysDrops(GraphFacts facts, Node node) => node.Input(2) is { } mode && facts.Constant(mode)?.Bytes.Span[0] != 0;

    private static bool TakesAll(GraphFacts facts, Node node) =>
        facts.Integers(node.Input(1)) is { } starts && starts.All(s => s == 0)
        && facts.Integers(node.Input(2)) is { } ends && ends.All(e => e >= int.MaxValue)
        && (node.Input(4) is null || (facts.Integers(node.Input(4)) is { } steps && steps.All(s => s == 1)));

    // A slice that keeps every size may still reverse an axis.
    private static bool KeepsShape(GraphFacts facts, Node node)
    {
        bool forward = node.OpType != "Slice" || node.Input(4) is null || (facts.Integers(node.Input(4)) is { } steps && steps.All(s => s > 0));
        return forward && facts.Shapes?.Same(node.Inputs[0], node.Outputs[0]) == true;
    }

    private static bool KeepsType(GraphFacts facts, Node node)
    {
        int target = (int)node.Attributes.Int("to", 0);
        if (facts.Made(node.Inputs[0], "Cast") is { } before)
        {
            return before.Attributes.Int("to", -1) == target;
        }

        if (facts.Graph.Inputs.FirstOrDefault(i => i.Name == node.Inputs[0]) is { } input)
        {
            return OnnxTypes.ToCode(input.Type) == target;
        }

        return facts.Shapes?.Same(node.Inputs[0], node.Outputs[0]) == true;
    }
}
