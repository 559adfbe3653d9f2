using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Turns shape arithmetic (Shape, Gather, Concat into Reshape) into constants: numbers that do not depend on the batch become
/// parameters, and a Reshape to computed sizes becomes one to constants with 0 or -1 where the batch stands.
/// </summary>
public sealed class FoldShapes : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold-shapes";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        if (!graph.Nodes.Any(n => n.OpType is "Shape" or "Size"))
        {
            return graph;
        }

        var facts = new GraphFacts(graph);
        if (facts.Shapes is not { } shapes)
        {
            return graph;
        }

        HashSet<string> derived = ShapeDerived.Find(facts, shapes);
        var editor = new GraphEditor(graph);
        bool changed = false;
        foreach (Node node in graph.Nodes)
        {
            changed |= Fold(editor, facts, shapes, derived, node) || Resolve(editor, shapes, derived, node);
        }

        return changed ? editor.ToGraph() : graph;
    }

    private static bool Fold(GraphEditor editor, GraphFacts facts, StaticShapes shapes, HashSet<string> derived, Node node)
    {
        if (node.Outputs is not [var output] || !derived.Contains(output) || facts.Index.IsOutput(output) || ShapeDerived.Varies(shapes, output))
        {
            return false;
        }

        editor.Remove(node);
        editor.SetParameter(output, TensorData.From<long>(shapes.Integers(output)![0], shapes.Of(output)![0].Shape));
        return true;
    }

    private static bool Resolve(GraphEditor editor, StaticShapes shapes, HashSet<string> derived, Node node)
    {
        bool computed = node.OpType == "Reshape" && node.Domain.Length == 0 && node.Attributes.Int("allowzero", 0) == 0
            && derived.Contains(node.Inputs[1]) && ShapeDerived.Varies(shapes, node.Inputs[1]);
        if (!computed || shapes.Integers(node.Inputs[1]) is not { } targets || shapes.Of(node.Inputs[0]) is not { } inputs)
        {
            return false;
        }

        long[] resolved = [.. targets[0]];
        for (int i = 0; i < resolved.Length; i++)
        {
            if (targets.All(t => t[i] == resolved[i]))
            {
                continue;
            }

            bool kept = inputs.Select((type, run) => i < type.Shape.Rank && type.Shape[i] == targets[run][i]).All(same => same);
            resolved[i] = kept ? 0 : -1;
        }

        if (resolved.Count(r => r == -1) > 1)
        {
            return false;
        }

        editor.Replace(node, node with { Inputs = [node.Inputs[0], editor.AddParameter(node.Name + "/shape", TensorData.Integers(resolved))] });
        return true;
    }
}
