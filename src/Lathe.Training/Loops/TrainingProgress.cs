namespace Lathe.Training.Loops;

/// <summary>Where a training run stands.</summary>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss, double Accuracy, double SamplesPerSecond, EpochResult? Finished);
