using Google.Protobuf.Collections;
using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Import;

/// <summary>One call of a function: what its names and attributes stand for.</summary>
internal sealed class FunctionCall
{
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, AttributeProto> _attributes;
    private readonly string _prefix;

    public FunctionCall(NodeProto call, FunctionProto function, string prefix)
    {
        _prefix = prefix;
        _attributes = function.AttributeProto.Concat(call.Attribute).GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.Last());
        for (int i = 0; i < function.Input.Count; i++)
        {
            _names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        }

        for (int o = 0; o < function.Output.Count; o++)
        {
            if (o < call.Output.Count && call.Output[o].Length > 0)
            {
                BindOutput(function.Output[o], call.Output[o]);
            }
        }
    }

    /// <summary>A copy of a node of the body with the names and attributes of this call.</summary>
    public NodeProto Bind(NodeProto node)
    {
        NodeProto bound = node.Clone();
        bound.Name = _prefix + node.Name;
        Rename(bound.Input);
        Rename(bound.Output);
        AttributeProto[] attributes = [.. bound.Attribute.Select(Bind).OfType<AttributeProto>()];
        bound.Attribute.Clear();
        bound.Attribute.AddRange(attributes);
        return bound;
    }

    // An input handed out as it is would need a node of its own.
    private void BindOutput(string formal, string actual)
    {
        if (!_names.TryAdd(formal, actual))
        {
            throw new InvalidInputException($"A function of the model hands out '{formal}', which is an input or another output of it. That is not supported; insert an Identity.");
        }
    }

    private AttributeProto? Bind(AttributeProto attribute)
    {
        if (attribute.RefAttrName.Length > 0)
        {
            if (!_attributes.TryGetValue(attribute.RefAttrName, out AttributeProto? given))
            {
                return null;
            }

            AttributeProto copy = given.Clone();
            copy.Name = attribute.Name;
            return copy;
        }

        if (attribute.G is { } body)
        {
            Bind(body);
        }

        return attribute;
    }

    // Whatever a body names lives inside the function as well, so the same renaming fits.
    private void Bind(GraphProto body)
    {
        foreach (ValueInfoProto value in body.Input.Concat(body.Output).Concat(body.ValueInfo))
        {
            value.Name = Name(value.Name);
        }

        foreach (TensorProto tensor in body.Initializer)
        {
            tensor.Name = Name(tensor.Name);
        }

        NodeProto[] nodes = [.. body.Node.Select(Bind)];
        body.Node.Clear();
        body.Node.AddRange(nodes);
    }

    private void Rename(RepeatedField<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = Name(names[i]);
        }
    }

    private string Name(string name) => name.Length == 0 ? "" : _names.TryGetValue(name, out string? actual) ? actual : _prefix + name;
}
