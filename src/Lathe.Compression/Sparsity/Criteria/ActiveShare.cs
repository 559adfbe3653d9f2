using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.Criteria;

/// <summary>
/// How often the outputs of layers are not zero behind their rectifier, by channel: <c>1 - APoZ</c>, where APoZ is the average
/// percentage of zeros of Hu et al. 2016.
/// </summary>
public static class ActiveShare
{
    private static readonly HashSet<string> s_passing = ["BatchNormalization", "Add", "Identity", "Dropout", "Mul"];

    /// <summary>The share by weight and output channel; layers without a rectifier behind them are not there.</summary>
    public static IReadOnlyDictionary<string, float[]> Read(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source)
    {
        Dictionary<string, (string Weight, bool Planes)[]> watched = Watch(graph, weights);
        var active = new Dictionary<string, double[]>();
        long seen = 0;
        int batch = Math.Min(64, source.Data.Count);
        using var executor = new GraphExecutor(graph);
        var options = new RunOptions { Fuse = false, Observe = (_, name, value) => Count(watched.GetValueOrDefault(name, []), value, active) };
        foreach (Batch samples in new BatchLoader(source.Data, batch).Epoch(source.Key.Fold("activations"), shuffle: true).Take(Math.Max(1, source.Samples / batch)))
        {
            using TensorScope scope = TensorScope.Begin();
            executor.Run(BatchTensors.Input(samples, source.Data.Shape), options);
            seen++;
        }

        return active.ToDictionary(a => a.Key, a => Array.ConvertAll(a.Value, v => (float)(v / seen)));
    }

    private static Dictionary<string, (string, bool)[]> Watch(ModelGraph graph, IReadOnlyList<string> weights)
    {
        var index = new GraphIndex(graph);
        var found = new List<(string Value, string Weight, bool Planes)>();
        foreach (Node layer in graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul" && n.Input(1) is { } w && weights.Contains(w)))
        {
            if (Rectified(index, layer.Outputs[0]) is { } value)
            {
                found.Add((value, layer.Inputs[1], layer.OpType == "Conv"));
            }
        }

        return found.GroupBy(f => f.Value).ToDictionary(g => g.Key, g => g.Select(f => (f.Weight, f.Planes)).ToArray());
    }

    /// <summary>The rectified form of a value that nobody else reads on the way, or null.</summary>
    private static string? Rectified(GraphIndex index, string value)
    {
        while (index.SingleConsumer(value) is { } next)
        {
            if (next.OpType is "Relu" or "Clip")
            {
                return next.Outputs[0];
            }

            if (!s_passing.Contains(next.OpType))
            {
                return null;
            }

            value = next.Outputs[0];
        }

        return null;
    }

    private static void Count((string Weight, bool Planes)[] readers, Tensor value, Dictionary<string, double[]> active)
    {
        foreach ((string weight, bool planes) in readers)
        {
            int axis = planes ? 1 : value.Rank - 1, channels = value.Shape[axis], inner = value.Shape.Product(axis + 1, value.Rank);
            if (!active.TryGetValue(weight, out double[]? counts))
            {
                active[weight] = counts = new double[channels];
            }

            float[] values = value.ToArray<float>();
            double each = (double)channels / values.Length;
            for (int i = 0; i < values.Length; i++)
            {
                counts[i / inner % channels] += values[i] > 0 ? each : 0;
            }
        }
    }
}
