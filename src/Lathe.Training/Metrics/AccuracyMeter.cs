using Lathe.Training.Data;

namespace Lathe.Training.Metrics;

/// <summary>Gathers, batch by batch, the share between 0 and 1 by which networks on a data set are compared.</summary>
public abstract class AccuracyMeter
{
    /// <summary>What the figure is where it is not the share of labels that are right; null where it is.</summary>
    public abstract string? Name { get; }

    /// <summary>The figure of what was counted.</summary>
    public abstract double Value { get; }

    /// <summary>Labels: the share that is right. Targets with labels: how well the distance from the targets tells anomalies. Targets alone: nothing, 0.</summary>
    public static AccuracyMeter For(DataSplit data) => data.IsDetection ? new DetectionMeter() : new LabelMeter();

    /// <summary>Counts outputs, row by row, against their labels and targets.</summary>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets);
}
