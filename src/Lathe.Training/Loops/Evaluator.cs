using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Metrics;

namespace Lathe.Training.Loops;

/// <summary>Runs a network over a split.</summary>
public static class Evaluator
{
    /// <summary>The share of samples whose largest logit is at their label.</summary>
    public static double Accuracy(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        long right = 0;
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            right += Right(executor.Run(BatchTensors.Input(samples, data.Shape), run), samples.Labels);
        }

        return (double)right / Math.Max(1, (long)data.Count * data.LabelsEach);
    }

    /// <summary>All classification metrics of a split.</summary>
    public static ClassificationMetrics Classify(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        var meter = new ClassificationMeter(data.Classes);
        ForEach(executor, data, batch, run, (output, samples) => meter.Add(output, samples.Labels));
        return meter.Result();
    }

    /// <summary>All regression metrics of a split.</summary>
    public static RegressionMetrics Regress(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        var meter = new RegressionMeter();
        ForEach(executor, data, batch, run, (output, samples) => meter.Add(output, samples.Targets));
        return meter.Result();
    }

    /// <summary>The predicted class of every sample.</summary>
    public static int[] Predict(ModelGraph graph, DataSplit data, int batch = 256)
    {
        using var executor = new GraphExecutor(graph);
        var classes = new List<int>();
        ForEach(executor, data, batch, null, (output, samples) =>
        {
            int columns = output.Length / samples.Count;
            for (int n = 0; n < samples.Count; n++)
            {
                classes.Add(Largest(output.Slice(n * columns, columns)));
            }
        });
        return [.. classes];
    }

    /// <summary>How many rows have their largest logit at the label.</summary>
    public static int Right(Tensor logits, ReadOnlySpan<int> labels)
    {
        using Tensor rows = logits.ToLayout(MemoryLayout.RowMajor);
        ReadOnlySpan<float> values = rows.AsSpan<float>();
        int columns = values.Length / Math.Max(1, labels.Length), right = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            right += Largest(values.Slice(n * columns, columns)) == labels[n] ? 1 : 0;
        }

        return right;
    }

    /// <summary>Mean loss and share right of a split: cross-entropy of classes, mean squared error of real targets.</summary>
    public static (double Loss, double Accuracy) Validate(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        double loss = 0;
        long right = 0;
        ILoss measure = data.LabelsEach > 0 ? new CrossEntropyLoss() : new MeanSquaredLoss();
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = BatchTensors.Input(samples, data.Shape), output = executor.Run(input, run);
            loss += measure.Compute(input, output, BatchTensors.Labels(samples)).Item() * (double)samples.Count;
            right += Right(output, samples.Labels);
        }

        return (loss / data.Count, (double)right / Math.Max(1, (long)data.Count * data.LabelsEach));
    }

    private static void ForEach(GraphExecutor executor, DataSplit data, int batch, RunOptions? run, BatchAction action)
    {
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            using Tensor output = executor.Run(BatchTensors.Input(samples, data.Shape), run).ToLayout(MemoryLayout.RowMajor);
            action(output.AsSpan<float>(), samples);
        }
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }

        return best;
    }

    private delegate void BatchAction(ReadOnlySpan<float> output, Batch samples);
}
