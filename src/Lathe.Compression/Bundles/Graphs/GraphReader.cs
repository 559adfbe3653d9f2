using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Graphs;

/// <summary>Reads what <see cref="GraphWriter"/> wrote.</summary>
internal sealed class GraphReader
{
    private readonly ByteReader _reader;
    private readonly BundleLimits _limits;
    private readonly Func<int, TensorData> _tensor;
    private readonly string[] _names;
    private int _nodes;

    /// <summary>Starts.</summary>
    /// <param name="reader">The description.</param>
    /// <param name="limits">Limits.</param>
    /// <param name="tensor">Tensors by number.</param>
    public GraphReader(ByteReader reader, BundleLimits limits, Func<int, TensorData> tensor)
    {
        (_reader, _limits, _tensor) = (reader, limits, tensor);
        _names = new string[reader.Count("names")];
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = BundleNames.Check(reader.Text());
        }
    }

    /// <summary>The network; it is not verified yet.</summary>
    public ModelGraph Read()
    {
        ModelGraph graph = Graph(0);
        _reader.End();
        return graph;
    }

    private ModelGraph Graph(int depth)
    {
        if (depth > _limits.Nesting)
        {
            throw BundleFormat.Damaged($"subgraphs are nested more than {_limits.Nesting} deep");
        }

        string name = Name();
        long opset = _reader.Signed();
        ImmutableArray<ValueInfo> inputs = List("inputs", Value), outputs = List("outputs", Value);
        ImmutableArray<KeyValuePair<string, TensorData>> parameters = List("parameters", () => KeyValuePair.Create(Name(), _tensor(_reader.Number(int.MaxValue, "a tensor's number"))));
        ImmutableArray<Node> nodes = List("nodes", () => Node(depth));
        ImmutableArray<KeyValuePair<string, string>> metadata = List("metadata", () => KeyValuePair.Create(Name(), Name()));
        if (parameters.DistinctBy(p => p.Key).Count() < parameters.Length || metadata.DistinctBy(m => m.Key).Count() < metadata.Length || opset is < int.MinValue or > int.MaxValue)
        {
            throw BundleFormat.Damaged("a name is given twice");
        }

        return new ModelGraph
        {
            Name = name,
            Inputs = inputs,
            Outputs = outputs,
            Nodes = nodes,
            Parameters = ImmutableDictionary.CreateRange(parameters),
            Metadata = ImmutableSortedDictionary.CreateRange(metadata),
            ImportedOpset = (int)opset,
        };
    }

    private Node Node(int depth)
    {
        if (++_nodes > _limits.Nodes)
        {
            throw BundleFormat.Damaged($"it has more than {_limits.Nodes:N0} nodes");
        }

        (string name, string type, string domain) = (Name(), Name(), Name());
        ImmutableArray<string> inputs = List("inputs of a node", Name), outputs = List("outputs of a node", Name);
        AttributeMap attributes = AttributeMap.Empty;
        for (int left = _reader.Count("attributes"); left > 0; left--)
        {
            string attribute = Name();
            attributes = attributes.With(attribute, Attribute(depth));
        }

        return new Node(name, type, inputs, outputs, attributes, domain);
    }

    private ValueInfo Value()
    {
        string name = Name();
        DType type = Type(_reader.Byte());
        int rank = _reader.Count("dimensions") - 1;
        if (rank < 0)
        {
            return new ValueInfo(name, type, null);
        }

        var shape = ImmutableArray.CreateBuilder<Dimension>(rank);
        for (int i = 0; i < rank; i++)
        {
            ulong coded = _reader.Number();
            shape.Add(coded switch
            {
                0 => new Dimension(null),
                1 => new Dimension(null, Name()),
                <= (ulong)int.MaxValue + 2 => new Dimension((int)(coded - 2)),
                _ => throw BundleFormat.Damaged($"a dimension is {coded - 2:N0}"),
            });
        }

        return new ValueInfo(name, type, shape.MoveToImmutable());
    }

    private object Attribute(int depth) => (AttributeKind)_reader.Byte() switch
    {
        AttributeKind.Int => _reader.Signed(),
        AttributeKind.Float => BitConverter.UInt32BitsToSingle(_reader.UInt32()),
        AttributeKind.Text => Name(),
        AttributeKind.Tensor => _tensor(_reader.Number(int.MaxValue, "a tensor's number")),
        AttributeKind.Graph => Graph(depth + 1),
        AttributeKind.Ints => List("numbers", _reader.Signed),
        AttributeKind.Floats => List("numbers", () => BitConverter.UInt32BitsToSingle(_reader.UInt32())),
        AttributeKind.Texts => List("texts", Name),
        var other => throw BundleFormat.Damaged($"an attribute has an unknown type ({(byte)other})"),
    };

    private ImmutableArray<T> List<T>(string what, Func<T> read)
    {
        int count = _reader.Count(what);
        var list = ImmutableArray.CreateBuilder<T>();
        for (int i = 0; i < count; i++)
        {
            list.Add(read());
        }

        return list.ToImmutable();
    }

    private string Name() => _names.Length == 0 ? throw BundleFormat.Damaged("it has no names") : _names[_reader.Number(_names.Length - 1, "a name's number")];

    /// <summary>An element type from its number.</summary>
    public static DType Type(byte number) => Enum.IsDefined((DType)number) ? (DType)number : throw BundleFormat.Damaged($"element type {number} is unknown");
}
