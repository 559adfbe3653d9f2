namespace Lathe.Training.Checkpoints;

/// <summary>Where a run stands: between two steps.</summary>
public sealed record TrainingPosition
{
    /// <summary>Steps done of the present epoch.</summary>
    public int Step { get; init; }

    /// <summary>Updates of the weights in all.</summary>
    public int Updates { get; init; }

    /// <summary>Sum of the losses of the present epoch.</summary>
    public double Loss { get; init; }

    /// <summary>Samples of the present epoch that were right.</summary>
    public long Right { get; init; }

    /// <summary>Samples of the present epoch seen.</summary>
    public long Seen { get; init; }

    /// <summary>Steps of the present epoch that were skipped.</summary>
    public int Skipped { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public float Rate { get; init; }

    /// <summary>The loss scale.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Good steps since the loss scale changed.</summary>
    public int GoodSteps { get; init; }
}
