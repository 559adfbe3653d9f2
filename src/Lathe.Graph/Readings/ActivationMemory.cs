using Lathe.Graph.Ops;

namespace Lathe.Graph.Readings;

/// <summary>
/// The most bytes of activations alive at once, nodes run in order and each value freed after its last use. What depends on no
/// input is no activation; a value that is only quantized, and codes that are only dequantized, are one buffer of codes, because
/// a layer between quantize and dequantize reads and writes codes.
/// </summary>
internal sealed class ActivationMemory
{
    private readonly ModelGraph _graph;
    private readonly IReadOnlyDictionary<string, TensorType> _types;
    private readonly HashSet<string> _constant;
    private readonly Dictionary<string, string> _buffers = [];
    private readonly Dictionary<string, long> _bytes = [];
    private readonly Dictionary<string, int> _lastUse = [];

    private ActivationMemory(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types)
    {
        (_graph, _types) = (graph, types);
        _constant = [.. graph.Parameters.Keys, ""];
        _constant.ExceptWith(graph.Inputs.Select(i => i.Name));
    }

    /// <summary>Reads a graph whose types are known.</summary>
    public static long Peak(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types)
    {
        var memory = new ActivationMemory(graph, types);
        memory.AssignBuffers();
        memory.FindLastUses();
        return memory.Walk();
    }

    private void AssignBuffers()
    {
        var index = new GraphIndex(_graph);
        foreach (ValueInfo input in _graph.Inputs)
        {
            Own(input.Name);
        }

        foreach (Node node in _graph.Nodes)
        {
            if (node.Inputs.Length > 0 && node.Inputs.All(_constant.Contains) && Captures.Of(node).All(_constant.Contains))
            {
                _constant.UnionWith(node.Outputs);
                continue;
            }

            foreach (string output in node.Outputs.Where(_types.ContainsKey))
            {
                Own(output);
            }

            if (node.OpType == "DequantizeLinear")
            {
                Share(node.Outputs[0], Buffer(node.Inputs[0]));
            }
            else if (node.OpType == "QuantizeLinear" && index.Producer(node.Inputs[0]) is not null && index.SingleConsumer(node.Inputs[0]) == node)
            {
                string buffer = Buffer(node.Inputs[0]);
                _bytes[buffer] = buffer == node.Inputs[0] ? _types[node.Outputs[0]].Bytes : _bytes[buffer];
                Share(node.Outputs[0], buffer);
            }
        }
    }

    private void Own(string value) => (_buffers[value], _bytes[value]) = (value, _types[value].Bytes);

    private void Share(string value, string buffer)
    {
        _bytes.Remove(value);
        _buffers[value] = buffer;
    }

    private string Buffer(string value) => _buffers.GetValueOrDefault(value, value);

    private void FindLastUses()
    {
        for (int i = 0; i < _graph.Nodes.Length; i++)
        {
            foreach (string input in Touched(_graph.Nodes[i]))
            {
                _lastUse[input] = i;
            }
        }

        foreach (ValueInfo output in _graph.Outputs)
        {
            _lastUse[Buffer(output.Name)] = int.MaxValue;
        }
    }

    /// <summary>The buffers a node reads or writes.</summary>
    private IEnumerable<string> Touched(Node node) => node.Inputs.Concat(Captures.Of(node)).Concat(node.Outputs).Where(v => !_constant.Contains(v)).Select(Buffer).Where(_bytes.ContainsKey).Distinct();

    private long Walk()
    {
        var alive = new HashSet<string>(_graph.Inputs.Select(i => i.Name));
        long live = alive.Sum(b => _bytes[b]), peak = live;
        for (int i = 0; i < _graph.Nodes.Length; i++)
        {
            string[] touched = [.. Touched(_graph.Nodes[i])];
            live += touched.Where(alive.Add).Sum(b => _bytes[b]);
            peak = Math.Max(peak, live);
            live -= touched.Where(b => _lastUse[b] == i && alive.Remove(b)).Sum(b => _bytes[b]);
        }

        return peak;
    }
}
