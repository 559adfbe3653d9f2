namespace Lathe.Training.Metrics;

/// <summary>Gathers classification metrics batch by batch, without keeping the logits.</summary>
public sealed class ClassificationMeter
{
    private const int Bins = 15, MostConfusion = 1000;
    private readonly double[] _confidence = new double[Bins];
    private readonly long[] _binRight = new long[Bins];
    private readonly long[] _classCount;
    private readonly long[] _classRight;
    private readonly int[,] _confusion;
    private readonly int _classes;
    private long _count;
    private long _right;
    private long _topFive;
    private double _loss;

    /// <summary>Starts with nothing counted.</summary>
    public ClassificationMeter(int classes)
    {
        _classes = classes;
        _classCount = new long[classes];
        _classRight = new long[classes];
        _confusion = classes <= MostConfusion ? new int[classes, classes] : new int[0, 0];
    }

    /// <summary>Counts rows of logits against their labels.</summary>
    /// <exception cref="InvalidInputException">Logits and labels do not belong together.</exception>
    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        if (logits.Length != (long)labels.Length * _classes)
        {
            throw new InvalidInputException($"{logits.Length} logits are not {labels.Length} rows of {_classes} classes. The network must have one output for each class.");
        }

        for (int n = 0; n < labels.Length; n++)
        {
            AddRow(logits.Slice(n * _classes, _classes), labels[n]);
        }
    }

    /// <summary>The metrics so far.</summary>
    public ClassificationMetrics Result()
    {
        double error = 0;
        for (int b = 0; b < Bins; b++)
        {
            error += Math.Abs(_binRight[b] - _confidence[b]);
        }

        double count = Math.Max(1, _count);
        return new ClassificationMetrics
        {
            Count = _count,
            Accuracy = _right / count,
            TopFive = _topFive / count,
            Loss = _loss / count,
            CalibrationError = error / count,
            Confusion = _confusion,
            PerClass = [.. _classCount.Select((n, c) => n == 0 ? double.NaN : (double)_classRight[c] / n)],
        };
    }

    private void AddRow(ReadOnlySpan<float> row, int label)
    {
        int best = 0, above = 0;
        double sum = 0;
        for (int c = 0; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
            above += row[c] > row[label] ? 1 : 0;
        }

        foreach (float logit in row)
        {
            sum += Math.Exp(logit - row[best]);
        }

        bool right = best == label;
        double confidence = 1 / sum;
        int bin = Math.Clamp((int)(confidence * Bins), 0, Bins - 1);
        _count++;
        _loss += Math.Log(sum) + row[best] - row[label];
        _right += right ? 1 : 0;
        _topFive += above < 5 ? 1 : 0;
        _confidence[bin] += confidence;
        _binRight[bin] += right ? 1 : 0;
        _classCount[label]++;
        _classRight[label] += right ? 1 : 0;
        if (_confusion.Length > 0)
        {
            _confusion[label, best]++;
        }
    }
}
