namespace Lathe.Pipeline.Reports;

/// <summary>One epoch of a run's training, as its metrics keep it.</summary>
internal sealed record EpochMetric(string Step, int Epoch, double Loss, double TrainAccuracy, double ValidationAccuracy);
