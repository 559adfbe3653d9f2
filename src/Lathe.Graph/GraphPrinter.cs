using System.Text;

namespace Lathe.Graph;

/// <summary>Writes a graph as text, a line for each node; stable, for snapshots and for people.</summary>
public static class GraphPrinter
{
    /// <summary>The whole graph.</summary>
    public static string Print(ModelGraph graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(graph.Name).Append('(').AppendJoin(", ", graph.Inputs).AppendLine(")");
        foreach ((string name, TensorData data) in graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append("  param ").Append(name).Append(": ").Append(data).AppendLine();
        }

        foreach (Node node in graph.Nodes)
        {
            text.Append("  ").Append(node).AppendLine(Attributes(node));
        }

        return text.Append("  return ").AppendJoin(", ", graph.Outputs).AppendLine().ToString();
    }

    private static string Attributes(Node node) => node.Attributes.Count == 0
        ? ""
        : " {" + string.Join(", ", node.Attributes.Select(a => $"{a.Key}={Format(a.Value)}")) + "}";

    private static string Format(object value) => value switch
    {
        System.Collections.Immutable.ImmutableArray<long> list => $"[{string.Join(", ", list)}]",
        System.Collections.Immutable.ImmutableArray<float> list => $"[{string.Join(", ", list)}]",
        System.Collections.Immutable.ImmutableArray<string> list => $"[{string.Join(", ", list)}]",
        ModelGraph body => $"graph {body.Name} of {body.Nodes.Length} nodes",
        _ => value.ToString() ?? "",
    };
}
