using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;

namespace Lathe.Training.Loops;

/// <summary>Mean gradients of the loss over some training batches, as importance scores need them.</summary>
public static class GradientReader
{
    /// <summary>The gradient of every learned parameter, row-major.</summary>
    public static IReadOnlyDictionary<string, float[]> Read(ModelGraph graph, DataSplit data, int batches, int batch, RandomKey key)
    {
        using var executor = new GraphExecutor(graph);
        int seen = 0;
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(key, shuffle: true).Take(batches))
        {
            using TensorScope scope = TensorScope.Begin();
            using GradientTape tape = GradientTape.Begin();
            Tensor logits = executor.Run(BatchTensors.Input(samples, data.Shape), new RunOptions { Fuse = false });
            tape.Backward(Functions.CrossEntropy(logits, BatchTensors.Labels(samples)));
            seen++;
        }

        return executor.Parameters.Learned.Where(p => p.Gradient is not null).ToDictionary(p => p.Name, p => Array.ConvertAll(p.Gradient!.ToArray<float>(), g => g / Math.Max(1, seen)));
    }
}
