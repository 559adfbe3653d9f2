using Lathe.Graph.Execution;
using Lathe.Training.Losses;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>What a step trains with where its recipe says nothing.</summary>
internal sealed record TrainingDefaults(int Epochs, float Rate)
{
    /// <summary>The loss; cross-entropy with the step's smoothing when null.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>Hooks of the run.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>The epochs of one of several phases, whatever the recipe says.</summary>
    public int? PhaseEpochs { get; init; }

    /// <summary>What the rate of a late phase is multiplied with.</summary>
    public float PhaseRate { get; init; } = 1;
}
