using Lathe.Graph.Ops;

namespace Lathe.Graph;

/// <summary>Checks the invariants of a graph and reports every failure.</summary>
public static class GraphVerifier
{
    /// <summary>All that is wrong with a graph; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(ModelGraph graph)
    {
        var problems = new List<string>();
        Check(graph, problems);
        return problems;
    }

    /// <summary>Throws when anything is wrong.</summary>
    /// <exception cref="InvalidInputException">The message lists every failure.</exception>
    public static ModelGraph Verify(ModelGraph graph)
    {
        IReadOnlyList<string> problems = Check(graph);
        return problems.Count == 0 ? graph : throw new InvalidInputException($"Graph '{graph.Name}' is not valid: {string.Join(" ", problems)}");
    }

    private static void Check(ModelGraph graph, List<string> problems)
    {
        var defined = new HashSet<string>(graph.Inputs.Select(i => i.Name));
        defined.UnionWith(graph.Parameters.Keys);
        var names = new HashSet<string>();
        foreach (Node node in graph.Nodes)
        {
            if (!names.Add(node.Name))
            {
                problems.Add($"Two nodes are named '{node.Name}'.");
            }

            foreach (string input in node.Inputs.Concat(Captures.Of(node)).Where(i => i.Length > 0 && !defined.Contains(i)))
            {
                problems.Add($"{node.Describe()} reads '{input}' before it is made.");
            }

            foreach (string output in node.Outputs.Where(o => o.Length > 0 && !defined.Add(o)))
            {
                problems.Add($"{node.Describe()} makes '{output}', which exists already.");
            }

            CheckInterface(node, problems);
        }

        problems.AddRange(graph.Outputs.Where(o => !defined.Contains(o.Name)).Select(o => $"Output '{o.Name}' is made by no node."));
    }

    private static void CheckInterface(Node node, List<string> problems)
    {
        if (node.Outputs.All(o => o.Length == 0))
        {
            problems.Add($"{node.Describe()} makes no value.");
        }

        if (OpRegistry.Find(node) is { } op && (node.Inputs.Length < op.MinInputs || node.Inputs.Length > op.MaxInputs))
        {
            problems.Add($"{node.Describe()} has {node.Inputs.Length} inputs; {node.OpType} takes {op.MinInputs} to {op.MaxInputs}.");
        }

        // What a body reads from outside is checked as the captures of the node that holds it.
        foreach (Node inner in node.Attributes.Select(a => a.Value).OfType<ModelGraph>().SelectMany(body => body.Nodes))
        {
            CheckInterface(inner, problems);
        }
    }
}
