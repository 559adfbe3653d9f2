using Lathe.Graph.Execution;
using Lathe.Training.Loops;
using Lathe.Training.Losses;
using Lathe.Training.Optimizers;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>What a step trains with where its recipe says nothing.</summary>
internal sealed record TrainingDefaults(int Epochs, float Rate)
{
    /// <summary>The loss; cross-entropy with the step's smoothing when null.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>Hooks of the run.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>Are told how it goes.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Parameters with a decay or rate of their own.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>True to train zeros and shared values like any other weight.</summary>
    public bool FreesPatterns { get; init; }

    /// <summary>The optimizer.</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>Weight decay.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>The epochs of one of several phases, whatever the recipe says.</summary>
    public int? PhaseEpochs { get; init; }

    /// <summary>What the rate of a late phase is multiplied with.</summary>
    public float PhaseRate { get; init; } = 1;
}
