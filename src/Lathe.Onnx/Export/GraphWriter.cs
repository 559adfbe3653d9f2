using System.Collections.Immutable;
using Google.Protobuf;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Export;

/// <summary>Turns a graph into ONNX messages.</summary>
internal static class GraphWriter
{
    public static GraphProto Write(ModelGraph graph, ExternalDataWriter? external)
    {
        var proto = new GraphProto { Name = graph.Name };
        proto.Input.AddRange(graph.Inputs.Select(Value));
        proto.Output.AddRange(graph.Outputs.Select(Value));
        foreach ((string name, TensorData data) in graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            TensorProto tensor = Tensor(data, external);
            tensor.Name = name;
            proto.Initializer.Add(tensor);
        }

        proto.Node.AddRange(graph.Nodes.Select(n => Node(n, external)));
        return proto;
    }

    private static NodeProto Node(Node node, ExternalDataWriter? external)
    {
        var proto = new NodeProto { Name = node.Name, OpType = node.OpType, Domain = node.Domain };
        proto.Input.AddRange(node.Inputs);
        proto.Output.AddRange(node.Outputs);
        proto.Attribute.AddRange(node.Attributes.Select(a => Attribute(a.Key, a.Value, external)));
        return proto;
    }

    private static AttributeProto Attribute(string name, object value, ExternalDataWriter? external)
    {
        var proto = new AttributeProto { Name = name };
        switch (value)
        {
            case long number:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case float number:
                (proto.Type, proto.F) = (AttributeProto.Types.AttributeType.Float, number);
                break;
            case string text:
                (proto.Type, proto.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case TensorData tensor:
                (proto.Type, proto.T) = (AttributeProto.Types.AttributeType.Tensor, Tensor(tensor, null));
                break;
            case ModelGraph body:
                (proto.Type, proto.G) = (AttributeProto.Types.AttributeType.Graph, Write(body, external));
                break;
            case ImmutableArray<long> list:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(list);
                break;
            case ImmutableArray<float> list:
                proto.Type = AttributeProto.Types.AttributeType.Floats;
                proto.Floats.AddRange(list);
                break;
            case ImmutableArray<string> list:
                proto.Type = AttributeProto.Types.AttributeType.Strings;
                proto.Strings.AddRange(list.Select(ByteString.CopyFromUtf8));
                break;
        }

        return proto;
    }

    private static TensorProto Tensor(TensorData data, ExternalDataWriter? external)
    {
        var proto = new TensorProto { DataType = OnnxTypes.ToCode(data.Type) };
        proto.Dims.AddRange(data.Shape.Dimensions.ToArray().Select(d => (long)d));
        if (external is null || !external.TryWrite(data.Bytes, proto))
        {
            proto.RawData = UnsafeByteOperations.UnsafeWrap(data.Bytes);
        }

        return proto;
    }

    private static ValueInfoProto Value(ValueInfo value)
    {
        var type = new TypeProto.Types.Tensor { ElemType = OnnxTypes.ToCode(value.Type) };
        if (value.Shape is { } shape)
        {
            type.Shape = new TensorShapeProto();
            foreach (Dimension dimension in shape)
            {
                var proto = new TensorShapeProto.Types.Dimension();
                if (dimension.Value is { } size)
                {
                    proto.DimValue = size;
                }
                else if (dimension.Symbol is { } symbol)
                {
                    proto.DimParam = symbol;
                }

                type.Shape.Dim.Add(proto);
            }
        }

        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = type } };
    }
}
