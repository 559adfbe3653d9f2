namespace Lathe.Training.Loops;

/// <summary>Is told how a training run goes, and may change it between gradients and weights; implement what is needed.</summary>
public interface ITrainingCallback
{
    /// <summary>What decides the bits of a run, in words; a resumed run must have the same. Null when it only looks on.</summary>
    string? Description => null;

    /// <summary>Before the first step, or the first after a resume; what was saved is back by then.</summary>
    void Started(TrainingContext context)
    {
    }

    /// <summary>
    /// The gradients of the step are complete and the weights have not moved: regularisers add to gradients here, masks and scores
    /// read them. Gradients are of the mean loss, row-major, before clipping. Not called for steps that are skipped.
    /// </summary>
    void BeforeUpdate(TrainingContext context)
    {
    }

    /// <summary>The weights have just moved: projections and masks. Averages of weights and checkpoints see what is left here.</summary>
    void AfterUpdate(TrainingContext context)
    {
    }

    /// <summary>After every optimizer step, checkpointed or skipped ones too.</summary>
    void StepEnded(TrainingContext context, TrainingProgress progress)
    {
    }

    /// <summary>After every epoch and its validation.</summary>
    void EpochEnded(TrainingContext context, EpochResult result)
    {
    }

    /// <summary>What a checkpoint must hold so that a resumed run goes on with the same bits, by name.</summary>
    IReadOnlyDictionary<string, float[]> SaveState() => System.Collections.ObjectModel.ReadOnlyDictionary<string, float[]>.Empty;

    /// <summary>Takes back what <see cref="SaveState"/> gave; called before <see cref="Started"/>, only when a run is resumed.</summary>
    /// <param name="state">The arrays by name, bit for bit.</param>
    void LoadState(IReadOnlyDictionary<string, float[]> state)
    {
    }
}
