using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Graph.Ops.Arranging;
using Lathe.Onnx.Schema;
using Lathe.Onnx.Upgrade;

namespace Lathe.Onnx.Import;

/// <summary>Turns the graph of a file into ours: constants become parameters, old spellings the present ones.</summary>
internal sealed class GraphReader(OnnxLimits limits, TensorReader tensors, int opset, Func<NodeProto, int> opsetOf)
{
    private int _nodes;

    public ModelGraph Read(GraphProto proto, int depth = 0)
    {
        if (depth > limits.Nesting)
        {
            throw new InvalidInputException($"The model nests subgraphs more than {limits.Nesting} deep.");
        }

        if (proto.SparseInitializer.Count > 0)
        {
            throw new InvalidInputException("The model has sparse initializers, which are not supported. Export it with dense weights.");
        }

        if ((_nodes += proto.Node.Count) > limits.Nodes)
        {
            throw new InvalidInputException($"The model has more than the {limits.Nodes} nodes allowed.");
        }

        var editor = new GraphEditor(proto.Name.Length > 0 ? proto.Name : "model");
        foreach (TensorProto tensor in proto.Initializer)
        {
            if (tensor.Name.Length == 0)
            {
                throw new InvalidInputException($"Graph '{proto.Name}' has an initializer without a name. The file is damaged.");
            }

            editor.SetParameter(tensor.Name, tensors.Read(tensor));
        }

        editor.Inputs.AddRange(proto.Input.Where(i => !editor.Parameters.ContainsKey(i.Name)).Select(Value));
        foreach (ValueInfo input in editor.Inputs)
        {
            editor.Fresh(input.Name);
        }

        editor.Outputs.AddRange(proto.Output.Select(Value));
        HashSet<string> names = [];
        foreach (NodeProto node in proto.Node)
        {
            AddNode(editor, Node(node, names, depth), opsetOf(node));
        }

        return editor.ToGraph(allowCaptures: depth > 0) with { ImportedOpset = opset };
    }

    private static void AddNode(GraphEditor editor, Node node, int nodeOpset)
    {
        if (node.Outputs.All(o => o.Length == 0))
        {
            throw new InvalidInputException($"{node.Describe()} has no output. Every node makes at least one value; the file is damaged.");
        }

        if (node is { OpType: "Constant", Domain: "" })
        {
            editor.SetParameter(node.Outputs[0], ConstantOp.Value(node));
            return;
        }

        OpsetUpgrade.Apply(editor, node, nodeOpset);
    }

    private Node Node(NodeProto proto, HashSet<string> names, int depth)
    {
        AttributeMap attributes = AttributeMap.Empty;
        foreach (AttributeProto attribute in proto.Attribute)
        {
            if (attribute.RefAttrName.Length > 0)
            {
                throw new InvalidInputException($"{proto.OpType} '{proto.Name}' takes attribute '{attribute.Name}' from a function, but it stands in no function. The file is damaged.");
            }

            if (Attribute(attribute, depth) is { } value)
            {
                attributes = attributes.With(attribute.Name, value);
            }
        }

        string wish = proto.Name.Length > 0 ? proto.Name : $"{proto.OpType}_{proto.Output.FirstOrDefault(o => o.Length > 0)}";
        string name = wish;
        for (int i = 1; !names.Add(name); i++)
        {
            name = $"{wish}_{i}";
        }

        return new Node(name, proto.OpType, [.. proto.Input], [.. proto.Output], attributes, proto.Domain == "ai.onnx" ? "" : proto.Domain);
    }

    private object? Attribute(AttributeProto proto, int depth) => Kind(proto) switch
    {
        AttributeProto.Types.AttributeType.Float => proto.F,
        AttributeProto.Types.AttributeType.Int => proto.I,
        AttributeProto.Types.AttributeType.String => proto.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor => tensors.Read(proto.T ?? throw Empty(proto)),
        AttributeProto.Types.AttributeType.Graph => FlattenedSoftmax.Resolve(Read(proto.G ?? throw Empty(proto), depth + 1)),
        AttributeProto.Types.AttributeType.Floats => ImmutableArray.CreateRange(proto.Floats),
        AttributeProto.Types.AttributeType.Ints => ImmutableArray.CreateRange(proto.Ints),
        AttributeProto.Types.AttributeType.Strings => ImmutableArray.CreateRange(proto.Strings.Select(s => s.ToStringUtf8())),
        AttributeProto.Types.AttributeType.Undefined => null,
        _ => throw new InvalidInputException($"Attribute '{proto.Name}' has type {proto.Type}, which is not supported."),
    };

    private static InvalidInputException Empty(AttributeProto proto) => new($"Attribute '{proto.Name}' claims to be a {proto.Type} and holds none. The file is damaged.");

    // Files of the first ONNX versions leave the type out; what is filled in tells it.
    private static AttributeProto.Types.AttributeType Kind(AttributeProto proto)
    {
        if (proto.Type != AttributeProto.Types.AttributeType.Undefined)
        {
            return proto.Type;
        }

        return proto switch
        {
            { Ints.Count: > 0 } => AttributeProto.Types.AttributeType.Ints,
            { Floats.Count: > 0 } => AttributeProto.Types.AttributeType.Floats,
            { Strings.Count: > 0 } => AttributeProto.Types.AttributeType.Strings,
            { T: not null } => AttributeProto.Types.AttributeType.Tensor,
            { G: not null } => AttributeProto.Types.AttributeType.Graph,
            { S.Length: > 0 } => AttributeProto.Types.AttributeType.String,
            { F: not 0 } => AttributeProto.Types.AttributeType.Float,
            _ => AttributeProto.Types.AttributeType.Int,
        };
    }

    private static ValueInfo Value(ValueInfoProto proto)
    {
        TypeProto.Types.Tensor? type = proto.Type?.TensorType;
        if (type is null)
        {
            if (proto.Type is null || proto.Type.ValueCase == TypeProto.ValueOneofCase.None)
            {
                return new ValueInfo(proto.Name, Tensors.DType.Float32, null);
            }

            throw new InvalidInputException($"Value '{proto.Name}' is not a tensor; sequences, maps and optionals are not supported.");
        }

        ImmutableArray<Dimension>? shape = type.Shape is null ? null : [.. type.Shape.Dim.Select(Dimension)];
        return new ValueInfo(proto.Name, type.ElemType == 0 ? Tensors.DType.Float32 : OnnxTypes.FromCode(type.ElemType, $"Value '{proto.Name}'"), shape);
    }

    private static Dimension Dimension(TensorShapeProto.Types.Dimension proto) => proto.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when proto.DimValue is >= 0 and <= int.MaxValue => new Dimension((int)proto.DimValue),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when proto.DimParam.Length > 0 => new Dimension(null, proto.DimParam),
        _ => new Dimension(null),
    };
}
