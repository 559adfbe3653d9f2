using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Loops;

/// <summary>Runs a network over a split.</summary>
public static class Evaluator
{
    /// <summary>The share of samples whose largest logit is at their label.</summary>
    public static double Accuracy(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        int right = 0;
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            right += Right(executor.Run(BatchTensors.Input(samples, data.Shape), run), samples.Labels);
        }

        return (double)right / data.Count;
    }

    /// <summary>The predicted class of every sample.</summary>
    public static int[] Predict(ModelGraph graph, DataSplit data, int batch = 256)
    {
        using var executor = new GraphExecutor(graph);
        var classes = new List<int>();
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            classes.AddRange(Classes(executor.Run(BatchTensors.Input(samples, data.Shape)), samples.Count));
        }

        return [.. classes];
    }

    /// <summary>How many rows have their largest logit at the label.</summary>
    public static int Right(Tensor logits, int[] labels) => Classes(logits, labels.Length).Zip(labels, (c, l) => c == l ? 1 : 0).Sum();

    private static IEnumerable<int> Classes(Tensor logits, int count)
    {
        float[] values = logits.ToArray<float>();
        int columns = values.Length / count;
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<float> row = values.AsSpan(n * columns, columns);
            int best = 0;
            for (int c = 1; c < columns; c++)
            {
                best = row[c] > row[best] ? c : best;
            }

            yield return best;
        }
    }
}
