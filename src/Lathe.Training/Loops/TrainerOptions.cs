using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Optimizers;
using Lathe.Training.Schedules;

namespace Lathe.Training.Loops;

/// <summary>How a network is trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Samples in a step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Parts a batch is computed in, one after the other, to save memory; gradients are summed before the step.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Peak learning rate.</summary>
    public float Rate { get; init; } = 0.1f;

    /// <summary>The rate of every step; warm-up, then cosine, from <see cref="Rate"/> when null.</summary>
    public RateSchedule? Schedule { get; init; }

    /// <summary>Weight decay of matrices and filters.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>Momentum of sgd and nesterov.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Parameters with a decay or rate of their own.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>One of <see cref="OptimizerCatalog.Names"/>.</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>Share of the steps that warm up, where <see cref="Schedule"/> is null.</summary>
    public double Warmup { get; init; } = 0.05;

    /// <summary>Gradients longer than this are scaled back; 0 switches it off.</summary>
    public float ClipNorm { get; init; } = 5;

    /// <summary>Random changes of the samples.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>What is made small; when null cross-entropy, or the mean squared error of real targets.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>Decay of a moving average of the weights that is validated and returned instead of them; 0 for none, typical 0.99 to 0.9999.</summary>
    public float Averaging { get; init; }

    /// <summary>Epochs without a better validation score after which training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Returns the weights of the epoch that validated best, not the last ones.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>
    /// Factors of products: binary32, or bfloat16 for mixed precision; binary16 rounds activations and weights to it and scales the loss.
    /// </summary>
    public DType Products { get; init; } = DType.Float32;

    /// <summary>Loss scaling for binary16.</summary>
    public LossScaling LossScaling { get; init; } = new();

    /// <summary>How the network is run: what its hooks change (fake quantization, masks). Training and key are set here.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>Stops at the first value that is not a number.</summary>
    public bool CheckNumerics { get; init; }

    /// <summary>Randomness of order, augmentation and dropout.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>Where to keep a checkpoint after each epoch, and resume from; none when null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between checkpoints within an epoch; 0 for only after epochs.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>Are told how it goes.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];
}
