using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;

namespace Lathe.Training.Loops;

/// <summary>How a network is trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Samples in a step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Peak learning rate; cosine from there.</summary>
    public float Rate { get; init; } = 0.1f;

    /// <summary>Weight decay of matrices and filters.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>sgd or adamw.</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>Share of the steps that warm up.</summary>
    public double Warmup { get; init; } = 0.05;

    /// <summary>Gradients longer than this are scaled back; 0 switches it off.</summary>
    public float ClipNorm { get; init; } = 5;

    /// <summary>Random changes of the images.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>What is made small; cross-entropy when null.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>Factors of products: binary32, or bfloat16 for mixed precision.</summary>
    public DType Products { get; init; } = DType.Float32;

    /// <summary>How the network is run: what its hooks change (fake quantization, masks). Training and key are set here.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>Stops at the first value that is not a number.</summary>
    public bool CheckNumerics { get; init; }

    /// <summary>Randomness of order, augmentation and dropout.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>Where to keep a checkpoint after each epoch, and resume from; none when null.</summary>
    public string? Checkpoint { get; init; }
}
