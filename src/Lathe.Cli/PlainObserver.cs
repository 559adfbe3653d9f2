using Lathe.Pipeline.Runs;
using Lathe.Training.Loops;

namespace Lathe.Cli;

/// <summary>Progress as plain lines on standard error, one for every epoch.</summary>
internal sealed class PlainObserver : IRunObserver
{
    public void Say(string message) => Console.Error.WriteLine(message);

    public void Progress(string step, TrainingProgress progress)
    {
        if (progress.Finished is { } epoch)
        {
            Say($"{step} epoch {epoch.Epoch}/{progress.Epochs}: loss {epoch.Loss:0.0000}{(epoch.TrainAccuracy > 0 ? $", train {epoch.TrainAccuracy:P2}" : "")}, validation {epoch.ValidationAccuracy:P2}, {epoch.SamplesPerSecond:N0} samples/s");
        }
    }
}
