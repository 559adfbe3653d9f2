using System.Collections.Immutable;
using Lathe.Graph;

namespace Lathe.Compression.Tests.Bundles;

/// <summary>Compares networks bit by bit: structure, names, attributes, tensors.</summary>
internal static class SameGraph
{
    public static void ShouldBeIdentical(this ModelGraph graph, ModelGraph other)
    {
        (graph.Name, graph.ImportedOpset).ShouldBe((other.Name, other.ImportedOpset));
        Values(graph.Inputs).ShouldBe(Values(other.Inputs));
        Values(graph.Outputs).ShouldBe(Values(other.Outputs));
        graph.Metadata.ShouldBe(other.Metadata);
        graph.Parameters.Keys.Order().ShouldBe(other.Parameters.Keys.Order());
        foreach ((string name, TensorData data) in graph.Parameters)
        {
            Same(data, other.Parameters[name]).ShouldBeTrue(name);
        }

        graph.Nodes.Length.ShouldBe(other.Nodes.Length);
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            Node a = graph.Nodes[i], b = other.Nodes[i];
            (a.Name, a.OpType, a.Domain).ShouldBe((b.Name, b.OpType, b.Domain));
            a.Inputs.ShouldBe(b.Inputs);
            a.Outputs.ShouldBe(b.Outputs);
            a.Attributes.Select(x => x.Key).ShouldBe(b.Attributes.Select(x => x.Key));
            foreach (((string name, object left), (_, object right)) in a.Attributes.Zip(b.Attributes))
            {
                Attribute(name, left, right);
            }
        }
    }

    private static void Attribute(string name, object left, object right)
    {
        left.GetType().ShouldBe(right.GetType(), name);
        switch (left)
        {
            case ModelGraph graph:
                graph.ShouldBeIdentical((ModelGraph)right);
                break;
            case TensorData data:
                Same(data, (TensorData)right).ShouldBeTrue(name);
                break;
            case float number:
                BitConverter.SingleToInt32Bits(number).ShouldBe(BitConverter.SingleToInt32Bits((float)right));
                break;
            case ImmutableArray<long> list:
                list.ShouldBe((ImmutableArray<long>)right);
                break;
            case ImmutableArray<float> list:
                list.Select(BitConverter.SingleToInt32Bits).ShouldBe(((ImmutableArray<float>)right).Select(BitConverter.SingleToInt32Bits));
                break;
            case ImmutableArray<string> list:
                list.ShouldBe((ImmutableArray<string>)right);
                break;
            default:
                left.ShouldBe(right);
                break;
        }
    }

    private static string[] Values(ImmutableArray<ValueInfo> values) => [.. values.Select(v => $"{v.Name} {v.Type} {(v.Shape is { } s ? string.Join(",", s.Select(d => $"{d.Value}/{d.Symbol}")) : "none")}")];

    private static bool Same(TensorData a, TensorData b) => a.Type == b.Type && a.Shape == b.Shape && a.Bytes.Span.SequenceEqual(b.Bytes.Span);
}
