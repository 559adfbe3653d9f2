using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Graph.Editing;

/// <summary>Changes a graph: starts from a snapshot (or nothing), ends in a new one, sorted topologically.</summary>
public sealed class GraphEditor
{
    private readonly ModelGraph? _origin;
    private readonly List<Node> _nodes;
    private readonly Dictionary<string, TensorData> _parameters;
    private readonly HashSet<string> _names;

    /// <summary>Starts from a snapshot.</summary>
    public GraphEditor(ModelGraph graph)
    {
        _origin = graph;
        Name = graph.Name;
        Inputs = [.. graph.Inputs];
        Outputs = [.. graph.Outputs];
        _nodes = [.. graph.Nodes];
        _parameters = new Dictionary<string, TensorData>(graph.Parameters);
        _names = [.. graph.Inputs.Select(i => i.Name), .. graph.Parameters.Keys];
        foreach (Node node in graph.Nodes)
        {
            _names.Add(node.Name);
            _names.UnionWith(node.Outputs);
        }
    }

    /// <summary>Starts from nothing.</summary>
    public GraphEditor(string name)
    {
        Name = name;
        Inputs = [];
        Outputs = [];
        _nodes = [];
        _parameters = [];
        _names = [];
    }

    /// <summary>The name of the network.</summary>
    public string Name { get; set; }

    /// <summary>Values fed from outside.</summary>
    public List<ValueInfo> Inputs { get; }

    /// <summary>Values handed out.</summary>
    public List<ValueInfo> Outputs { get; }

    /// <summary>The nodes, in no particular order.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The parameters.</summary>
    public IReadOnlyDictionary<string, TensorData> Parameters => _parameters;

    /// <summary>A name nobody has yet, close to the wish.</summary>
    public string Fresh(string wish)
    {
        string name = wish;
        for (int i = 1; !_names.Add(name); i++)
        {
            name = $"{wish}_{i}";
        }

        return name;
    }

    /// <summary>Adds a node with outputs of its own and returns it.</summary>
    public Node Add(string opType, IEnumerable<string> inputs, AttributeMap? attributes = null, string? name = null, int outputs = 1, string domain = "")
    {
        string unique = Fresh(name ?? opType.ToLowerInvariant());
        var results = ImmutableArray.CreateBuilder<string>(outputs);
        for (int i = 0; i < outputs; i++)
        {
            results.Add(Fresh(i == 0 ? unique + "/out" : $"{unique}/out{i}"));
        }

        var node = new Node(unique, opType, [.. inputs], results.MoveToImmutable(), attributes ?? AttributeMap.Empty, domain);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Adds a node as it is.</summary>
    public void Add(Node node)
    {
        _names.Add(node.Name);
        _names.UnionWith(node.Outputs);
        _nodes.Add(node);
    }

    /// <summary>Removes a node.</summary>
    public void Remove(Node node)
    {
        if (!_nodes.Remove(node))
        {
            throw new InvalidInputException($"{node.Describe()} is not in graph '{Name}' and cannot be removed.");
        }
    }

    /// <summary>Puts another node in a node's place.</summary>
    public void Replace(Node old, Node replacement)
    {
        int index = _nodes.IndexOf(old);
        if (index < 0)
        {
            throw new InvalidInputException($"{old.Describe()} is not in graph '{Name}' and cannot be replaced.");
        }

        _nodes[index] = replacement;
        _names.Add(replacement.Name);
        _names.UnionWith(replacement.Outputs);
    }

    /// <summary>Adds or replaces a parameter.</summary>
    public string SetParameter(string name, TensorData data)
    {
        _names.Add(name);
        _parameters[name] = data;
        return name;
    }

    /// <summary>Adds a parameter under a fresh name.</summary>
    public string AddParameter(string wish, TensorData data) => SetParameter(Fresh(wish), data);

    /// <summary>Removes a parameter.</summary>
    public void RemoveParameter(string name) => _parameters.Remove(name);

    /// <summary>Lets every reader of one value read another; graph outputs keep their names.</summary>
    public void ReplaceUses(string value, string by, Func<Node, bool>? where = null)
    {
        for (int i = 0; i < _nodes.Count; i++)
        {
            Node node = _nodes[i];
            if ((where is null || where(node)) && (node.Inputs.Contains(value) || Captures.Of(node).Contains(value)))
            {
                _nodes[i] = Redirect(node, value, by);
            }
        }
    }

    /// <summary>
    /// Takes a value's place completely: readers read the other value, and where the value is a graph output the producer of
    /// the other takes over its name.
    /// </summary>
    public void Substitute(string value, string by)
    {
        if (Outputs.Exists(o => o.Name == value))
        {
            int producer = _nodes.FindIndex(n => n.Outputs.Contains(by));
            bool free = producer >= 0 && !Outputs.Exists(o => o.Name == by);
            if (!free)
            {
                Node identity = new(Fresh("identity"), "Identity", [by], [value], AttributeMap.Empty);
                ReplaceUses(value, by);
                _nodes.Add(identity);
                return;
            }

            ReplaceUses(by, value);
            producer = _nodes.FindIndex(n => n.Outputs.Contains(by));
            _nodes[producer] = _nodes[producer] with { Outputs = _nodes[producer].Outputs.Replace(by, value) };
            return;
        }

        ReplaceUses(value, by);
    }

    /// <summary>The new snapshot.</summary>
    /// <exception cref="InvalidInputException">A value is read that nobody makes, or nodes form a cycle.</exception>
    public ModelGraph ToGraph(bool allowCaptures = false) => (_origin ?? new ModelGraph { Name = Name, Inputs = [], Outputs = [], Nodes = [], Parameters = ImmutableDictionary<string, TensorData>.Empty }) with
    {
        Name = Name,
        Inputs = [.. Inputs],
        Outputs = [.. Outputs],
        Nodes = TopologicalOrder.Sort(_nodes, Inputs.Select(i => i.Name).Concat(_parameters.Keys), Name, allowCaptures),
        Parameters = _parameters.ToImmutableDictionary(),
    };

    private static Node Redirect(Node node, string value, string by)
    {
        AttributeMap attributes = node.Attributes;
        foreach ((string name, object attribute) in node.Attributes)
        {
            if (attribute is ModelGraph body)
            {
                var inner = new GraphEditor(body);
                inner.ReplaceUses(value, by);
                for (int i = 0; i < inner.Outputs.Count; i++)
                {
                    inner.Outputs[i] = inner.Outputs[i].Name == value ? inner.Outputs[i] with { Name = by } : inner.Outputs[i];
                }

                attributes = attributes.With(name, inner.ToGraph(allowCaptures: true));
            }
        }

        return node with { Inputs = [.. node.Inputs.Select(i => i == value ? by : i)], Attributes = attributes };
    }
}
