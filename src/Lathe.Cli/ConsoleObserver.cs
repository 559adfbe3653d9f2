using Lathe.Pipeline.Runs;
using Lathe.Training.Loops;

namespace Lathe.Cli;

/// <summary>Progress on standard error: a line that rewrites itself on a terminal, a line per epoch elsewhere.</summary>
internal sealed class ConsoleObserver : IRunObserver
{
    private readonly bool _live = !Console.IsErrorRedirected;
    private long _last;

    public void Say(string message) => Console.Error.WriteLine(_live ? "\r\u001b[K" + message : message);

    public void Progress(string step, TrainingProgress progress)
    {
        if (progress.Finished is { } epoch)
        {
            Say($"{step} epoch {epoch.Epoch}/{progress.Epochs}: loss {epoch.Loss:0.0000}, train {epoch.TrainAccuracy:P2}, validation {epoch.ValidationAccuracy:P2}, {epoch.SamplesPerSecond:N0} samples/s");
        }
        else if (_live && Environment.TickCount64 - _last > 200)
        {
            _last = Environment.TickCount64;
            Console.Error.Write($"\r\u001b[K{step} epoch {progress.Epoch}/{progress.Epochs} step {progress.Step}/{progress.Steps}: loss {progress.Loss:0.0000}, train {progress.Accuracy:P2}, {progress.SamplesPerSecond:N0} samples/s");
        }
    }
}
