namespace Lathe.Training.Metrics;

/// <summary>
/// How well the mean squared error of a reconstruction tells anomalies (label 1) from the normal (label 0): the area under the receiver
/// operating characteristic, which is the chance that an anomaly is reconstructed worse than a normal sample, ties counted half
/// (Hanley and McNeil 1982).
/// </summary>
public sealed class DetectionMeter : AccuracyMeter
{
    private readonly List<(double Error, bool Anomalous)> _scores = [];

    /// <inheritdoc/>
    public override string? Name => "area under the ROC curve";

    /// <inheritdoc/>
    public override double Value => Area();

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets)
    {
        if (outputs.Length != targets.Length)
        {
            throw new InvalidInputException($"{outputs.Length} outputs do not reconstruct {targets.Length} values. The network must give back as many as it reads.");
        }

        int columns = outputs.Length / Math.Max(1, labels.Length);
        for (int n = 0; n < labels.Length; n++)
        {
            _scores.Add((RegressionMeter.MeanSquaredError(outputs.Slice(n * columns, columns), targets.Slice(n * columns, columns)), labels[n] != 0));
        }
    }

    private double Area()
    {
        _scores.Sort((a, b) => a.Error.CompareTo(b.Error));
        long normal = 0, anomalous = 0;
        double above = 0;
        for (int first = 0; first < _scores.Count;)
        {
            int end = first, anomalousHere = 0;
            for (; end < _scores.Count && _scores[end].Error.Equals(_scores[first].Error); end++)
            {
                anomalousHere += _scores[end].Anomalous ? 1 : 0;
            }

            int normalHere = end - first - anomalousHere;
            above += anomalousHere * (normal + (normalHere / 2.0));
            (normal, anomalous, first) = (normal + normalHere, anomalous + anomalousHere, end);
        }

        return normal == 0 || anomalous == 0 ? 0 : above / ((double)normal * anomalous);
    }
}
