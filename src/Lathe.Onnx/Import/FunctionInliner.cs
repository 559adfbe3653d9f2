using System.Runtime.CompilerServices;
using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Import;

/// <summary>
/// Puts the bodies of a model's own functions in the place of the nodes that call them: names inside get a prefix, attributes
/// that refer to the call take its values or the function's defaults.
/// </summary>
internal sealed class FunctionInliner
{
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly ConditionalWeakTable<NodeProto, object> _opsets = [];
    private readonly OnnxLimits _limits;
    private readonly int _opset;
    private int _nodes;
    private int _calls;

    public FunctionInliner(ModelProto model, OnnxLimits limits, int opset)
    {
        (_limits, _opset) = (limits, opset);
        foreach (FunctionProto function in model.Functions)
        {
            if (!_functions.TryAdd((Domain(function.Domain), function.Name, function.Overload), function))
            {
                throw new InvalidInputException($"The model defines function '{function.Name}' of domain '{function.Domain}' twice. The file is damaged.");
            }
        }
    }

    /// <summary>The operator set a node speaks: that of the function it came from, else the model's.</summary>
    public int OpsetOf(NodeProto node) => _opsets.TryGetValue(node, out object? opset) ? (int)opset : _opset;

    /// <summary>Replaces every call in a graph, subgraphs included; the graph is changed in place.</summary>
    public void Inline(GraphProto graph)
    {
        if (_functions.Count > 0)
        {
            InlineGraph(graph, 0);
        }
    }

    private void InlineGraph(GraphProto graph, int depth)
    {
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        graph.Node.AddRange(nodes.SelectMany(n => Expand(n, depth)));
    }

    private IEnumerable<NodeProto> Expand(NodeProto node, int depth)
    {
        if (depth > _limits.Nesting)
        {
            throw new InvalidInputException($"The model's functions call each other more than {_limits.Nesting} deep, at {node.OpType} '{node.Name}'. Functions may not call themselves.");
        }

        foreach (AttributeProto attribute in node.Attribute.Where(a => a.G is not null))
        {
            InlineGraph(attribute.G, depth + 1);
        }

        if (!_functions.TryGetValue((Domain(node.Domain), node.OpType, node.Overload), out FunctionProto? function))
        {
            return ++_nodes <= _limits.Nodes ? [node] : throw new InvalidInputException($"The model has more than the {_limits.Nodes} nodes allowed once its functions are inlined.");
        }

        if (node.Input.Count > function.Input.Count || node.Output.Count > function.Output.Count)
        {
            throw new InvalidInputException($"{node.OpType} '{node.Name}' calls a function of {function.Input.Count} inputs and {function.Output.Count} outputs with {node.Input.Count} and {node.Output.Count}. The file is damaged.");
        }

        var call = new FunctionCall(node, function, $"{(node.Name.Length > 0 ? node.Name : node.OpType)}.{_calls++}/");
        int opset = (int)(function.OpsetImport.FirstOrDefault(o => Domain(o.Domain).Length == 0)?.Version ?? _opset);
        return [.. function.Node.SelectMany(inner => Expand(Marked(call.Bind(inner), opset), depth + 1))];
    }

    private NodeProto Marked(NodeProto node, int opset)
    {
        _opsets.AddOrUpdate(node, opset);
        foreach (NodeProto inner in node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node))
        {
            Marked(inner, opset);
        }

        return node;
    }

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
