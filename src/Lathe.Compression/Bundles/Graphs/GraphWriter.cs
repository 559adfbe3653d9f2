using System.Collections.Immutable;
using Lathe.Graph;

namespace Lathe.Compression.Bundles.Graphs;

/// <summary>Describes the structure of a network: everything but the contents of its tensors. Names are written once and numbered.</summary>
internal sealed class GraphWriter
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _names = [];
    private readonly ByteWriter _body = new();

    private GraphWriter()
    {
    }

    public TensorTable Tensors { get; } = new();

    /// <summary>The description and the tensors it numbers.</summary>
    public static (byte[] Description, TensorTable Tensors) Write(ModelGraph graph)
    {
        var writer = new GraphWriter();
        writer.Graph(graph);
        var whole = new ByteWriter();
        whole.Number(writer._names.Count);
        writer._names.ForEach(whole.Text);
        whole.Bytes(writer._body.ToBytes());
        return (whole.ToBytes(), writer.Tensors);
    }

    private void Graph(ModelGraph graph)
    {
        Name(graph.Name);
        _body.Signed(graph.ImportedOpset);
        List(graph.Inputs, Value);
        List(graph.Outputs, Value);
        List(graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).ToList(), p =>
        {
            Name(p.Key);
            _body.Number(Tensors.NumberOf(p.Value, p.Key));
        });
        List(graph.Nodes, Node);
        List(graph.Metadata.ToList(), m =>
        {
            Name(m.Key);
            Name(m.Value);
        });
    }

    private void Node(Node node)
    {
        Name(node.Name);
        Name(node.OpType);
        Name(node.Domain);
        List(node.Inputs, Name);
        List(node.Outputs, Name);
        List(node.Attributes.ToList(), a =>
        {
            Name(a.Key);
            Attribute(a.Value);
        });
    }

    private void Value(ValueInfo value)
    {
        Name(value.Name);
        _body.Byte((byte)value.Type);
        _body.Number(value.Shape is { } shape ? shape.Length + 1 : 0);
        foreach (Dimension dimension in value.Shape ?? [])
        {
            // 0 unknown, 1 named, from 2 on a number.
            _body.Number(dimension.Value is { } number ? (ulong)number + 2 : dimension.Symbol is null ? 0UL : 1UL);
            if (dimension.Symbol is { } symbol && dimension.Value is null)
            {
                Name(symbol);
            }
        }
    }

    private void Attribute(object value)
    {
        switch (value)
        {
            case long number:
                Kind(AttributeKind.Int).Signed(number);
                break;
            case float number:
                Kind(AttributeKind.Float).UInt32(BitConverter.SingleToUInt32Bits(number));
                break;
            case string text:
                Kind(AttributeKind.Text);
                Name(text);
                break;
            case TensorData tensor:
                Kind(AttributeKind.Tensor).Number(Tensors.NumberOf(tensor));
                break;
            case ModelGraph graph:
                Kind(AttributeKind.Graph);
                Graph(graph);
                break;
            case ImmutableArray<long> numbers:
                Kind(AttributeKind.Ints);
                List(numbers, _body.Signed);
                break;
            case ImmutableArray<float> numbers:
                Kind(AttributeKind.Floats);
                List(numbers, n => _body.UInt32(BitConverter.SingleToUInt32Bits(n)));
                break;
            default:
                Kind(AttributeKind.Texts);
                List((ImmutableArray<string>)value, Name);
                break;
        }
    }

    private ByteWriter Kind(AttributeKind kind)
    {
        _body.Byte((byte)kind);
        return _body;
    }

    private void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        _body.Number(items.Count);
        foreach (T item in items)
        {
            write(item);
        }
    }

    private void Name(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _numbers[name] = _names.Count;
            _names.Add(BundleNames.Check(name));
        }

        _body.Number(number);
    }
}
