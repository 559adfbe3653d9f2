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
    /// <summary>The share of samples whose largest logit is at their label; of anomalies, the area under the ROC curve (<see cref="AccuracyMeter"/>).</summary>
    public static double Accuracy(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        var meter = AccuracyMeter.For(data);
        ForEach(executor, data, batch, run, (output, samples) => meter.Add(output, samples.Labels, samples.Targets));
        return meter.Value;
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
                classes.Add(LabelMeter.Largest(output.Slice(n * columns, columns)));
            }
        });
        return [.. classes];
    }

    /// <summary>How many rows have their largest logit at the label.</summary>
    public static int Right(Tensor logits, ReadOnlySpan<int> labels)
    {
        using Tensor rows = logits.ToLayout(MemoryLayout.RowMajor);
        return LabelMeter.Right(rows.AsSpan<float>(), labels);
    }

    /// <summary>Mean loss and accuracy of a split: cross-entropy of classes, mean squared error of real targets.</summary>
    public static (double Loss, double Accuracy) Validate(GraphExecutor executor, DataSplit data, int batch = 256, RunOptions? run = null)
    {
        double loss = 0;
        var meter = AccuracyMeter.For(data);
        ILoss measure = UsualLoss.Of(data);
        foreach (Batch samples in new BatchLoader(data, batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = BatchTensors.Input(samples, data.Shape), output = executor.Run(input, run);
            loss += measure.Compute(input, output, BatchTensors.Labels(samples)).Item() * (double)samples.Count;
            using Tensor rows = output.ToLayout(MemoryLayout.RowMajor);
            meter.Add(rows.AsSpan<float>(), samples.Labels, samples.Targets);
        }

        return (loss / data.Count, meter.Value);
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

    private delegate void BatchAction(ReadOnlySpan<float> output, Batch samples);
}
