using Lathe.Training.Loops;

namespace Lathe.Pipeline.Runs;

/// <summary>Watches a run: for progress bars and logs.</summary>
public interface IRunObserver
{
    /// <summary>Something happened.</summary>
    void Say(string message);

    /// <summary>Training went on.</summary>
    void Progress(string step, TrainingProgress progress);
}
