namespace Lathe.Training.Metrics;

/// <summary>How far real-valued predictions are from their targets.</summary>
/// <param name="Count">Values compared.</param>
/// <param name="MeanSquaredError">Mean of squared differences.</param>
/// <param name="MeanAbsoluteError">Mean of absolute differences.</param>
public sealed record RegressionMetrics(long Count, double MeanSquaredError, double MeanAbsoluteError);
