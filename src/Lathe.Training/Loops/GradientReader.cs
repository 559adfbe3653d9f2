using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;

namespace Lathe.Training.Loops;

/// <summary>Mean gradients of the loss over some training batches, as importance scores need them.</summary>
public static class GradientReader
{
    /// <summary>The gradient of every learned parameter, row-major.</summary>
    public static IReadOnlyDictionary<string, float[]> Read(ModelGraph graph, DataSplit data, int batches, int batch, RandomKey key)
    {
        using var executor = new GraphExecutor(graph);
        ILoss loss = UsualLoss.Of(data);
        int seen = 0;
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(key, shuffle: true).Take(batches))
        {
            using TensorScope scope = TensorScope.Begin();
            using GradientTape tape = GradientTape.Begin();
            Tensor input = BatchTensors.Input(samples, data.Shape), output = executor.Run(input, new RunOptions { Fuse = false });
            tape.Backward(loss.Compute(input, output, BatchTensors.Labels(samples)));
            seen++;
        }

        return executor.Parameters.Learned.Where(p => p.Gradient is not null).ToDictionary(p => p.Name, p => Array.ConvertAll(p.Gradient!.ToArray<float>(), g => g / Math.Max(1, seen)));
    }
}
