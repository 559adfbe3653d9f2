using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Onnx.Import;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Conformance;

/// <summary>One case: its model is loaded and run on the inputs of every data set, and the outputs compared.</summary>
internal static class ConformanceCase
{
    public static ConformanceResult Run(string folder)
    {
        string name = Path.GetFileName(folder);
        ImmutableArray<string> operators = [];
        try
        {
            ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
            operators = [.. Operators(proto.Graph).Distinct().Order(StringComparer.Ordinal)];
            ModelGraph graph = Undeclared(OnnxModel.Load(Path.Combine(folder, "model.onnx")));
            bool random = false;
            foreach (string set in Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal))
            {
                if (Compare(graph, set, ref random) is { } difference)
                {
                    return new ConformanceResult(name, operators, ConformanceOutcome.Wrong, difference);
                }
            }

            return new ConformanceResult(name, operators, random ? ConformanceOutcome.Random : ConformanceOutcome.Passed);
        }
        catch (LatheException error)
        {
            return new ConformanceResult(name, operators, ConformanceOutcome.Unsupported, Reason(error));
        }
#pragma warning disable CA1031 // Whatever else escapes is the defect this suite is there to find; it is reported, not hidden.
        catch (Exception error)
        {
            return new ConformanceResult(name, operators, ConformanceOutcome.Crashed, $"{error.GetType().Name}: {error.Message}");
        }
#pragma warning restore CA1031
    }

    // Some vectors do not have the shape their model declares; operators are tested here, not declarations.
    private static ModelGraph Undeclared(ModelGraph graph) => graph with { Inputs = [.. graph.Inputs.Select(i => i with { Shape = null })] };

    private static string Reason(LatheException error) => error is UnsupportedOperatorException unsupported
        ? string.Join(", ", unsupported.Nodes.Select(n => n[..n.IndexOf(' ', StringComparison.Ordinal)]).Distinct())
        : error.Message;

    private static string? Compare(ModelGraph graph, string set, ref bool random)
    {
        using TensorScope scope = TensorScope.Begin();
        var inputs = new Dictionary<string, Tensor>();
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            inputs[graph.Inputs[i].Name] = TensorFile.Read(Path.Combine(set, $"input_{i}.pb"), graph.Inputs[i].Type).ToTensor();
        }

        random = graph.Nodes.Any(n => OpRegistry.Find(n) is { IsRandom: true } && Draws(n, name => inputs.TryGetValue(name, out Tensor? fed) ? TensorData.From(fed) : graph.Parameters.GetValueOrDefault(name)));
        using var executor = new GraphExecutor(graph);
        IReadOnlyDictionary<string, Tensor> results = executor.Run(inputs);
        for (int o = 0; o < graph.Outputs.Length; o++)
        {
            TensorData expected = TensorFile.Read(Path.Combine(set, $"output_{o}.pb"), graph.Outputs[o].Type);
            if (TensorDifference.Find(expected, results[graph.Outputs[o].Name], valuesMatter: !random) is { } difference)
            {
                return $"output '{graph.Outputs[o].Name}': {difference}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Operators(GraphProto graph) => graph.Node.SelectMany(n =>
        n.Attribute.Where(a => a.G is not null).SelectMany(a => Operators(a.G)).Prepend(n.Domain is "" or "ai.onnx" ? n.OpType : $"{n.Domain}.{n.OpType}"));

    // A dropout draws in training mode only, and not when its ratio is 0.
    private static bool Draws(Node node, Func<string, TensorData?> value) =>
        node.OpType != "Dropout" || (node.Input(2) is { } mode && value(mode)?.Bytes.Span[0] != 0 && !(node.Input(1) is { } ratio && value(ratio)?.ToFloats()[0] == 0));
}
