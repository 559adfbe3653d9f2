namespace Lathe.Training.Metrics;

/// <summary>Gathers regression metrics batch by batch.</summary>
public sealed class RegressionMeter
{
    private long _count;
    private double _squares;
    private double _absolute;

    /// <summary>The mean squared error of predictions of as many targets.</summary>
    public static double MeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        var meter = new RegressionMeter();
        meter.Add(predictions, targets);
        return meter.Result().MeanSquaredError;
    }

    /// <summary>Counts predictions against their targets.</summary>
    /// <exception cref="InvalidInputException">There are not as many of each.</exception>
    public void Add(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        if (predictions.Length != targets.Length)
        {
            throw new InvalidInputException($"{predictions.Length} predictions do not match {targets.Length} targets. The network must have one output for each target.");
        }

        for (int i = 0; i < targets.Length; i++)
        {
            double difference = (double)predictions[i] - targets[i];
            _squares += difference * difference;
            _absolute += Math.Abs(difference);
        }

        _count += targets.Length;
    }

    /// <summary>The metrics so far.</summary>
    public RegressionMetrics Result() => new(_count, _squares / Math.Max(1, _count), _absolute / Math.Max(1, _count));
}
