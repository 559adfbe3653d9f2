using Lathe.Pipeline.Runs;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Tests.Runs;

/// <summary>Keeps what a run says.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public List<string> Said { get; } = [];

    public void Say(string message) => Said.Add(message);

    public void Progress(string step, TrainingProgress progress)
    {
    }
}
