namespace Lathe.Training.Metrics;

/// <summary>How well classes were predicted.</summary>
public sealed record ClassificationMetrics
{
    /// <summary>Predictions counted (samples, or places of texts).</summary>
    public required long Count { get; init; }

    /// <summary>Share whose largest logit is at the label.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share whose label is among the five largest logits.</summary>
    public required double TopFive { get; init; }

    /// <summary>Mean cross-entropy in nats; its exponential is a language model's perplexity.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// Expected calibration error (Guo et al. 2017): <c>sum |accuracy - confidence| n_bin / n</c> over 15 bins of confidence of equal width.
    /// </summary>
    public required double CalibrationError { get; init; }

    /// <summary>Counts by label (row) and prediction (column); empty above 1,000 classes.</summary>
    public required int[,] Confusion { get; init; }

    /// <summary>Accuracy of each class, NaN where it never occurs.</summary>
    public required IReadOnlyList<double> PerClass { get; init; }

    /// <summary><c>exp(Loss)</c>.</summary>
    public double Perplexity => Math.Exp(Loss);
}
