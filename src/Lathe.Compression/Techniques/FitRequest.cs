using Lathe.Graph.Execution;
using Lathe.Training.Loops;
using Lathe.Training.Losses;
using Lathe.Training.Optimizers;

namespace Lathe.Compression.Techniques;

/// <summary>Training that a technique asks for. What the user set (epochs, rate, batch ...) goes before what stands here.</summary>
/// <param name="Name">Names checkpoint and metrics; different within one technique.</param>
/// <param name="Epochs">Epochs where the user says nothing; 0 trains nothing.</param>
/// <param name="Rate">Peak learning rate where the user says nothing.</param>
public sealed record FitRequest(string Name, int Epochs, float Rate)
{
    /// <summary>What is made small; cross-entropy when null.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>Hooks of the forward run.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>Are told how it goes: masks, regularisers, growth and pruning while training.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Parameters with a decay or rate of their own.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>The optimizer where the user says nothing.</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>Weight decay where the user says nothing.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>The share of the user's epochs this phase takes, at least one epoch.</summary>
    public double EpochShare { get; init; } = 1;

    /// <summary>What the user's rate is multiplied with, as late phases want less.</summary>
    public float RateFactor { get; init; } = 1;

    /// <summary>True to train zeros and shared values like any other weight: the technique moves them itself.</summary>
    public bool FreesPatterns { get; init; }
}
