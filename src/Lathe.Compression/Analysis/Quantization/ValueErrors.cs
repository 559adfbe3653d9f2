using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Analysis.Quantization;

/// <summary>Runs a network in floating point and its quantized form side by side and compares every value that both make.</summary>
internal static class ValueErrors
{
    private const int Batch = 64;

    /// <summary>The errors of the outputs of layers, by the value's name, in the order of the quantized network.</summary>
    public static IReadOnlyList<(Node Layer, ErrorMeter Errors)> OfActivations(ModelGraph exact, ModelGraph quantized, DataSplit data, int bins)
    {
        HashSet<string> made = [.. exact.Nodes.SelectMany(n => n.Outputs)];
        Node[] nodes = [.. quantized.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul" or "Add" or "LSTM" or "GRU" && made.Contains(n.Outputs[0]))];
        var meters = nodes.ToDictionary(n => n.Outputs[0], _ => new ErrorMeter(bins));
        using var first = new GraphExecutor(exact);
        using var second = new GraphExecutor(quantized);
        foreach (Batch batch in new BatchLoader(data, Math.Min(Batch, Math.Max(1, data.Count))).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = BatchTensors.Input(batch, data.Shape);
            Dictionary<string, float[]> wanted = Seen(first, input, meters), had = Seen(second, input, meters);
            foreach ((string name, float[] values) in had)
            {
                if (wanted.TryGetValue(name, out float[]? should) && should.Length == values.Length)
                {
                    meters[name].Add(should, values);
                }
            }
        }

        return [.. nodes.Select(n => (n, meters[n.Outputs[0]])).Where(m => m.Item2.Count > 0)];
    }

    /// <summary>The errors of weights: what each layer of the quantized network multiplies with, against the exact network's.</summary>
    public static IReadOnlyDictionary<string, ErrorMeter> OfWeights(ModelGraph exact, ModelGraph quantized, Shape sample, int bins)
    {
        var layers = exact.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul" && exact.Parameters.ContainsKey(n.Inputs[1])).ToDictionary(n => n.Name, n => exact.Parameters[n.Inputs[1]]);
        Node[] same = [.. quantized.Nodes.Where(n => layers.ContainsKey(n.Name))];
        var values = same.Where(n => quantized.Parameters.ContainsKey(n.Inputs[1])).ToDictionary(n => n.Inputs[1], n => quantized.Parameters[n.Inputs[1]].ToFloats());
        HashSet<string> wanted = [.. same.Select(n => n.Inputs[1])];
        using (TensorScope.Begin())
        {
            using var executor = new GraphExecutor(quantized);
            Tensor input = Tensor.Zeros(new Shape([1, .. sample.Dimensions]), quantized.Inputs[0].Type);
            executor.Run(input, new RunOptions { Fuse = false, Observe = (_, name, tensor) => values = Keep(values, wanted, name, tensor) });
        }

        var meters = new Dictionary<string, ErrorMeter>();
        foreach (Node layer in same.Where(n => values.TryGetValue(n.Inputs[1], out float[]? w) && w.Length == layers[n.Name].Count))
        {
            meters[layer.Name] = new ErrorMeter(bins);
            meters[layer.Name].Add(layers[layer.Name].ToFloats(), values[layer.Inputs[1]]);
        }

        return meters;
    }

    private static Dictionary<string, float[]> Keep(Dictionary<string, float[]> values, HashSet<string> wanted, string name, Tensor tensor)
    {
        if (wanted.Contains(name) && tensor.DType == DType.Float32)
        {
            values[name] = tensor.ToArray<float>();
        }

        return values;
    }

    private static Dictionary<string, float[]> Seen(GraphExecutor executor, Tensor input, Dictionary<string, ErrorMeter> meters)
    {
        var seen = new Dictionary<string, float[]>();
        executor.Run(input, new RunOptions { Fuse = false, Observe = (_, name, tensor) => seen = meters.ContainsKey(name) && tensor.DType == DType.Float32 ? With(seen, name, tensor) : seen });
        return seen;
    }

    private static Dictionary<string, float[]> With(Dictionary<string, float[]> seen, string name, Tensor tensor)
    {
        seen[name] = tensor.ToArray<float>();
        return seen;
    }
}
