using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Pruning.Blocks;

/// <summary>Finds and removes residual blocks: of convolutional networks, and the attention and dense parts of transformer layers.</summary>
internal static class ResidualBlocks
{
    /// <summary>The blocks that can become the identity.</summary>
    public static IReadOnlyList<ResidualBlock> Find(ModelGraph graph)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        var index = new GraphIndex(graph);
        var blocks = new List<ResidualBlock>();
        foreach (Node sum in graph.Nodes.Where(n => n is { OpType: "Add", Domain: "", Inputs.Length: 2 }))
        {
            for (int side = 0; side < 2; side++)
            {
                string shortcut = sum.Inputs[side], branch = sum.Inputs[1 - side];
                if (shortcut != branch && types[shortcut].Shape == types[sum.Outputs[0]].Shape && !graph.Parameters.ContainsKey(shortcut) && Branch(graph, index, sum, shortcut, branch) is { } nodes)
                {
                    blocks.Add(new ResidualBlock(sum, shortcut, nodes));
                    break;
                }
            }
        }

        return blocks;
    }

    /// <summary>The network without a block.</summary>
    public static ModelGraph Remove(ModelGraph graph, ResidualBlock block)
    {
        var editor = new GraphEditor(graph);
        foreach (Node node in block.Branch.Append(block.Sum))
        {
            editor.Remove(editor.Nodes.First(n => n.Name == node.Name));
        }

        editor.Substitute(block.Sum.Outputs[0], block.Shortcut);
        HashSet<string> read = [.. editor.Nodes.SelectMany(n => n.Inputs.Concat(Captures.Of(n))), .. editor.Outputs.Select(o => o.Name)];
        foreach (string parameter in block.Branch.SelectMany(n => n.Inputs).Where(i => editor.Parameters.ContainsKey(i) && !read.Contains(i)).Distinct().ToArray())
        {
            editor.RemoveParameter(parameter);
        }

        return GraphVerifier.Verify(editor.ToGraph());
    }

    // All that leads from the shortcut to the branch: nothing may come in from elsewhere, and nothing but the sum may read it.
    private static List<Node>? Branch(ModelGraph graph, GraphIndex index, Node sum, string shortcut, string branch)
    {
        var nodes = new List<Node>();
        var seen = new HashSet<string>();
        var open = new Stack<string>([branch]);
        while (open.TryPop(out string? value))
        {
            if (value == shortcut || graph.Parameters.ContainsKey(value) || !seen.Add(value))
            {
                continue;
            }

            if (index.Producer(value) is not { } node || Captures.Of(node).Any())
            {
                return null;
            }

            nodes.Add(node);
            foreach (string input in node.Inputs.Where(i => i.Length > 0))
            {
                open.Push(input);
            }
        }

        nodes = [.. nodes.Distinct()];
        HashSet<string> inside = [.. nodes.Select(n => n.Name), sum.Name];
        bool alone = nodes.All(n => n.Outputs.Where(o => o.Length > 0).All(o => !index.IsOutput(o) && index.Consumers(o).All(c => inside.Contains(c.Name))));
        return nodes.Count > 0 && alone ? nodes : null;
    }
}
