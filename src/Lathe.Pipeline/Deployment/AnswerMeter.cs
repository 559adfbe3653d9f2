using Lathe.Training.Data;
using Lathe.Training.Metrics;

namespace Lathe.Pipeline.Deployment;

/// <summary>Compares what a deployed network answers with a split, sample by sample and in order.</summary>
internal sealed class AnswerMeter(DataSplit data)
{
    private readonly AccuracyMeter _accuracy = AccuracyMeter.For(data);
    private readonly float[] _targets = new float[data.TargetsEach];
    private readonly int[] _labels = new int[data.LabelsEach];
    private double _loss;
    private int _count;

    /// <summary>The score so far.</summary>
    public DeployedScore Result => new(_accuracy.Value, _loss / Math.Max(1, (double)_count * (data.TargetsEach > 0 ? 1 : data.LabelsEach)));

    /// <summary>Takes the answers to the samples that come next.</summary>
    /// <param name="outputs">Row by row.</param>
    /// <param name="count">Samples.</param>
    public void Add(ReadOnlySpan<float> outputs, int count)
    {
        int columns = outputs.Length / count;
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<float> answer = outputs.Slice(n * columns, columns);
            data.ReadLabels(_count, _labels);
            data.ReadTargets(_count, _targets);
            _accuracy.Add(answer, _labels, _targets);
            _loss += data.TargetsEach > 0 ? RegressionMeter.MeanSquaredError(answer, _targets) : CrossEntropy(answer);
            _count++;
        }
    }

    /// <summary>The sum over the labels of a sample: one, or one for each place of a text.</summary>
    private double CrossEntropy(ReadOnlySpan<float> answer)
    {
        int columns = answer.Length / _labels.Length;
        double loss = 0;
        for (int n = 0; n < _labels.Length; n++)
        {
            ReadOnlySpan<float> row = answer.Slice(n * columns, columns);
            float most = row[0];
            foreach (float logit in row)
            {
                most = Math.Max(most, logit);
            }

            double sum = 0;
            foreach (float logit in row)
            {
                sum += Math.Exp(logit - most);
            }

            loss += Math.Log(sum) + most - row[_labels[n]];
        }

        return loss;
    }
}
