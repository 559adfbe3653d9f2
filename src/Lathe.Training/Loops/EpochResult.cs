namespace Lathe.Training.Loops;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="TrainAccuracy">Share of training samples right while training; 0 for regression.</param>
/// <param name="ValidationAccuracy">Share of validation samples right afterwards; 0 for regression.</param>
/// <param name="SamplesPerSecond">Training throughput.</param>
public sealed record EpochResult(int Epoch, double Loss, double TrainAccuracy, double ValidationAccuracy, double SamplesPerSecond)
{
    /// <summary>Mean validation loss: cross-entropy, or mean squared error for regression.</summary>
    public double ValidationLoss { get; init; }

    /// <summary>What decides, larger is better: accuracy, or the negative loss for texts and regression.</summary>
    public double Score { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public float Rate { get; init; }

    /// <summary>Steps left out because gradients overflowed (binary16).</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Steps that had to wait for their batch.</summary>
    public int Waits { get; init; }
}
