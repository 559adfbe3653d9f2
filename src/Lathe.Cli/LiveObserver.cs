using Lathe.Pipeline.Runs;
using Lathe.Training.Loops;
using Spectre.Console;

namespace Lathe.Cli;

/// <summary>Progress as a bar for every training on a terminal: loss, accuracy, samples a second, time left.</summary>
internal sealed class LiveObserver(IAnsiConsole console, ProgressContext context) : IRunObserver
{
    private const int MillisecondsBetween = 100;
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private long _last;

    public void Say(string message) => console.WriteLine(message);

    public void Progress(string step, TrainingProgress progress)
    {
        if (!_tasks.TryGetValue(step, out ProgressTask? task))
        {
            _tasks[step] = task = context.AddTask(Markup.Escape(step), maxValue: (double)progress.Epochs * progress.Steps);
        }

        if (progress.Finished is null && Environment.TickCount64 - _last < MillisecondsBetween)
        {
            return;
        }

        _last = Environment.TickCount64;
        string validation = progress.Finished is { } epoch ? $", validation {epoch.ValidationAccuracy:P1}" : "";
        task.Description = Markup.Escape($"{step} {progress.Epoch}/{progress.Epochs}: loss {progress.Loss:0.000}{(progress.Accuracy > 0 ? $", {progress.Accuracy:P1}" : "")}{validation}, {progress.SamplesPerSecond:N0}/s");
        task.Value = ((double)(progress.Epoch - 1) * progress.Steps) + progress.Step;
    }
}
