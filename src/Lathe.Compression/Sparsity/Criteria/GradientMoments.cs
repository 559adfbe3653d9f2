using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.Criteria;

/// <summary>Moments of the loss's gradients over batches of training samples.</summary>
internal sealed class GradientMoments
{
    private GradientMoments(IReadOnlyDictionary<string, float[]> absolute, IReadOnlyDictionary<string, float[]> squares) => (Absolute, Squares) = (absolute, squares);

    /// <summary>The mean magnitude of every element's gradient, by weight.</summary>
    public IReadOnlyDictionary<string, float[]> Absolute { get; }

    /// <summary>The mean square of every element's gradient, by weight.</summary>
    public IReadOnlyDictionary<string, float[]> Squares { get; }

    /// <summary>Reads them.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="weights">The weights to read.</param>
    /// <param name="source">Samples, each looked at once.</param>
    /// <param name="batch">Samples whose mean gradient counts as one draw; 1 for the Fisher information.</param>
    public static GradientMoments Read(ModelGraph graph, IReadOnlyList<string> weights, ScoreSource source, int batch)
    {
        var absolute = weights.ToDictionary(w => w, w => new float[graph.Parameters[w].Count]);
        var squares = weights.ToDictionary(w => w, w => new float[graph.Parameters[w].Count]);
        ILoss loss = UsualLoss.Of(source.Data);
        batch = Math.Min(batch, source.Data.Count);
        int batches = Math.Clamp(source.Samples / batch, 1, Math.Max(1, source.Data.Count / batch));
        using var executor = new GraphExecutor(graph);
        foreach (Batch samples in new BatchLoader(source.Data, batch).Epoch(source.Key.Fold("gradients"), shuffle: true).Take(batches))
        {
            Backward(executor, source.Data, samples, loss);
            foreach (string weight in weights)
            {
                Add(executor.Parameters.All[weight].Gradient, absolute[weight], squares[weight], 1f / batches);
            }

            executor.Parameters.ClearGradients();
        }

        return new GradientMoments(absolute, squares);
    }

    // Statistics of normalisation stay: they belong to the network, not to a batch of a few samples.
    private static void Backward(GraphExecutor executor, DataSplit data, Batch samples, ILoss loss)
    {
        using TensorScope scope = TensorScope.Begin();
        using GradientTape tape = GradientTape.Begin();
        Tensor input = BatchTensors.Input(samples, data.Shape), output = executor.Run(input, new RunOptions { Fuse = false });
        tape.Backward(loss.Compute(input, output, BatchTensors.Labels(samples)));
    }

    private static void Add(Tensor? gradient, float[] absolute, float[] squares, float share)
    {
        if (gradient is null)
        {
            return;
        }

        float[] values = gradient.ToArray<float>();
        for (int i = 0; i < values.Length; i++)
        {
            absolute[i] += Math.Abs(values[i]) * share;
            squares[i] += values[i] * values[i] * share;
        }
    }
}
