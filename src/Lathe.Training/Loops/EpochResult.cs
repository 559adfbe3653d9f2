namespace Lathe.Training.Loops;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="TrainAccuracy">Share of training samples right while training.</param>
/// <param name="ValidationAccuracy">Share of validation samples right afterwards.</param>
/// <param name="SamplesPerSecond">Training throughput.</param>
public sealed record EpochResult(int Epoch, double Loss, double TrainAccuracy, double ValidationAccuracy, double SamplesPerSecond);
