using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Patterns;

/// <summary>The weights compression works on: learned matrices, filters, tables and recurrent matrices, not biases or scales.</summary>
public static class CompressibleWeights
{
    /// <summary>Their names, in the order in which nodes first read them.</summary>
    public static IReadOnlyList<string> Of(ModelGraph graph)
    {
        HashSet<string> learned = ParameterStore.LearnedNames(graph);
        return [.. graph.Nodes.SelectMany(n => n.Inputs.Where((name, i) => learned.Contains(name) && graph.Parameters[name].Shape.Rank >= 2 && IsWeight(n, i))).Distinct()];
    }

    // Biases of recurrent layers are [directions, 8 H], affine vectors perhaps [C, 1, 1]: two dimensions alone make no weight.
    private static bool IsWeight(Node node, int input) => node.OpType switch
    {
        "LSTM" or "GRU" or "RNN" => input is 1 or 2,
        "Add" or "Mul" or "Sub" or "Div" or "PRelu" => false,
        _ => true,
    };
}
