using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Onnx;
using Lathe.OnnxRuntime;

namespace Lathe.Pipeline.Latency;

/// <summary>A network of fixed sizes as ONNX Runtime would run it; nothing is run to find out.</summary>
/// <param name="Network">The network at batch 1.</param>
/// <param name="Cost">Its work and its shapes.</param>
/// <param name="Optimized">What ONNX Runtime made of it.</param>
/// <param name="Kernels">The kernels.</param>
public sealed record OptimizedNetwork(ModelGraph Network, GraphCost Cost, ModelGraph Optimized, IReadOnlyList<NetworkKernel> Kernels)
{
    /// <summary>Optimizes a network for this machine.</summary>
    public static OptimizedNetwork Of(ModelGraph graph, int threads = 1)
    {
        string folder = Directory.CreateTempSubdirectory("lathe-latency-").FullName;
        try
        {
            string path = Path.Combine(folder, "optimized.onnx");
            ModelGraph network = AtBatchOne(graph);
            using (OrtSession.Open(OnnxModel.ToBytes(network), new OrtSessionOptions { Threads = threads, OptimizedModelPath = path }))
            {
            }

            return Read(network, path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Reads what ONNX Runtime wrote.</summary>
    internal static OptimizedNetwork Read(ModelGraph network, string path)
    {
        ModelGraph optimized = OnnxModel.Load(path);
        GraphCost cost = GraphCost.Of(network);
        return new OptimizedNetwork(network, cost, optimized, OptimizedKernels.Of(optimized, cost.Types));
    }

    /// <summary>The same network with one sample a run; open dimensions get the size that inference binds them to.</summary>
    internal static ModelGraph AtBatchOne(ModelGraph graph) => graph with
    {
        Inputs = [.. graph.Inputs.Select(i => i with { Shape = i.Shape is null ? null : [.. i.Bind(1).Dimensions.ToArray().Select(d => (Dimension)d)] })],
        Outputs = [.. graph.Outputs.Select(o => o with { Shape = null })],
    };

    /// <summary>Predicts the latency.</summary>
    public NetworkLatency Predict(LatencyModel model) => model.Predict(Kernels);
}
