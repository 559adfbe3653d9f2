using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>Runs a network over calibration data and keeps statistics of layers' inputs: a fixed number of bytes, however many samples there are.</summary>
public static class InputMeasurement
{
    /// <summary>The widest row of weights whose moments are kept: 64 MB.</summary>
    public const int WidestRow = 4096;

    private const int RowsPerSample = 16;

    /// <summary>True for layers whose inputs are measured.</summary>
    public static bool Measures(WeightLayer layer) => layer.IsProduct && layer.Inputs <= WidestRow;

    /// <summary>Statistics by weight.</summary>
    public static IReadOnlyDictionary<string, InputStatistics> Run(ModelGraph graph, IEnumerable<WeightLayer> layers, IEnumerable<IReadOnlyDictionary<string, Tensor>> batches, RandomKey key)
    {
        var statistics = new Dictionary<string, InputStatistics>();
        var readers = new Dictionary<string, List<(WeightLayer Layer, PatchSampler Sampler)>>();
        foreach (WeightLayer layer in layers.Where(Measures))
        {
            statistics[layer.Weight] = new InputStatistics(layer.Groups, layer.Inputs);
            (readers.TryGetValue(layer.Node.Inputs[0], out var list) ? list : readers[layer.Node.Inputs[0]] = []).Add((layer, new PatchSampler(layer, RowsPerSample)));
        }

        using var executor = new GraphExecutor(graph);
        ulong number = 0;
        foreach (IReadOnlyDictionary<string, Tensor> batch in batches)
        {
            using TensorScope scope = TensorScope.Begin();
            RandomKey draw = key.Fold(number++);
            foreach ((string name, Tensor tensor) in batch)
            {
                See(name, tensor, draw);
            }

            executor.Run(batch, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor, draw) });
        }

        return statistics;

        void See(string name, Tensor tensor, RandomKey draw)
        {
            foreach ((WeightLayer layer, PatchSampler sampler) in readers.TryGetValue(name, out var list) ? list : [])
            {
                statistics[layer.Weight].Add(sampler.Draw(tensor, draw.Fold(layer.Weight)));
            }
        }
    }
}
