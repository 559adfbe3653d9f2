namespace Lathe.Graph;

/// <summary>Who makes and who reads each value of a snapshot.</summary>
public sealed class GraphIndex
{
    private readonly Dictionary<string, Node> _producers = [];
    private readonly Dictionary<string, List<Node>> _consumers = [];
    private readonly HashSet<string> _outputs;

    /// <summary>Indexes a graph; values captured by subgraphs count as read by the node that holds them.</summary>
    public GraphIndex(ModelGraph graph)
    {
        _outputs = [.. graph.Outputs.Select(o => o.Name)];
        foreach (Node node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(o => o.Length > 0))
            {
                _producers[output] = node;
            }

            foreach (string input in node.Inputs.Concat(Captures.Of(node)).Where(i => i.Length > 0).Distinct())
            {
                if (!_consumers.TryGetValue(input, out List<Node>? readers))
                {
                    _consumers[input] = readers = [];
                }

                readers.Add(node);
            }
        }
    }

    /// <summary>The node that makes a value, or null for inputs and parameters.</summary>
    public Node? Producer(string? value) => value is null ? null : _producers.GetValueOrDefault(value);

    /// <summary>The nodes that read a value.</summary>
    public IReadOnlyList<Node> Consumers(string value) => _consumers.TryGetValue(value, out List<Node>? readers) ? readers : [];

    /// <summary>True when a value is handed out of the graph.</summary>
    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>The only reader of a value that is not also handed out, or null.</summary>
    public Node? SingleConsumer(string value) => !IsOutput(value) && Consumers(value) is [Node only] ? only : null;
}
