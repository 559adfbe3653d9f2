using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Quantization.Training;

/// <summary>Histograms of values of a network over data, in bounded memory.</summary>
internal static class ValueRanges
{
    private const int Batch = 64;

    /// <summary>Runs the network over the first samples of a split.</summary>
    public static IReadOnlyDictionary<string, RangeHistogram> Read(ModelGraph graph, IEnumerable<string> values, DataSplit data, int samples)
    {
        var histograms = values.Distinct().ToDictionary(v => v, _ => new RangeHistogram());
        using var executor = new GraphExecutor(graph);
        DataSplit part = data.Take(samples);
        foreach (Batch batch in new BatchLoader(part, Math.Min(Batch, Math.Max(1, part.Count))).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = BatchTensors.Input(batch, data.Shape);
            See(graph.Inputs[0].Name, input);
            executor.Run(input, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor) });
        }

        return histograms;

        unsafe void See(string name, Tensor tensor)
        {
            if (tensor.DType == DType.Float32 && histograms.TryGetValue(name, out RangeHistogram? histogram))
            {
                histogram.Add(new ReadOnlySpan<float>(tensor.Pointer, tensor.Count));
            }
        }
    }
}
