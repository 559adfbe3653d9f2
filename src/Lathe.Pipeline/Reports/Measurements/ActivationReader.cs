using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>Runs a quantized network and its floating-point form on the same samples and compares what is quantized.</summary>
internal static class ActivationReader
{
    /// <summary>The noise of every quantized value the floating-point form also has.</summary>
    public static IReadOnlyList<ActivationNoise> Read(ModelGraph quantized, ModelGraph floating, DataSplit data, int samples)
    {
        Batch batch = new BatchLoader(data.Take(samples), samples).Epoch(default, shuffle: false).First();
        using Tensor input = BatchTensors.Input(batch, data.Shape);
        var known = floating.Nodes.SelectMany(n => n.Outputs).ToHashSet();
        var pairs = new Dictionary<string, (string Dequantized, float Step)>();
        var index = new GraphIndex(quantized);
        foreach (Node node in quantized.Nodes.Where(n => n.OpType == "QuantizeLinear" && known.Contains(n.Inputs[0])))
        {
            if (index.SingleConsumer(node.Outputs[0]) is { OpType: "DequantizeLinear" } dequantize && quantized.Parameters.TryGetValue(node.Inputs[1], out TensorData? scale))
            {
                pairs[node.Inputs[0]] = (dequantize.Outputs[0], scale.ToFloats()[0]);
            }
        }

        Dictionary<string, float[]> original = Values(floating, input, [.. pairs.Keys]), rounded = Values(quantized, input, [.. pairs.Values.Select(p => p.Dequantized)]);
        return [.. pairs.Where(p => original[p.Key].Length == rounded[p.Value.Dequantized].Length).Select(p => new ActivationNoise(
            p.Key, index.Producer(p.Key)?.Name ?? p.Key, QuantizationNoise.Of(original[p.Key], rounded[p.Value.Dequantized], _ => p.Value.Step)))];
    }

    private static Dictionary<string, float[]> Values(ModelGraph graph, Tensor input, HashSet<string> names)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        var values = new Dictionary<string, float[]>();
        var inputs = new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = input };
        executor.Run(inputs, new RunOptions { Fuse = false, Observe = (_, name, tensor) => Keep(name, tensor) });
        return values;

        void Keep(string name, Tensor tensor)
        {
            if (names.Contains(name))
            {
                values[name] = tensor.ToArray<float>();
            }
        }
    }
}
