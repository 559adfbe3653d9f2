namespace Lathe.Training.Loops;

/// <summary>Is told how a training run goes; implement what is needed.</summary>
public interface ITrainingCallback
{
    /// <summary>Before the first step, or the first after a resume.</summary>
    void Started(TrainingContext context)
    {
    }

    /// <summary>After every optimizer step.</summary>
    void StepEnded(TrainingContext context, TrainingProgress progress)
    {
    }

    /// <summary>After every epoch and its validation.</summary>
    void EpochEnded(TrainingContext context, EpochResult result)
    {
    }
}
