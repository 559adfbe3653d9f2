using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation;

/// <summary>What all distillation has in common.</summary>
public abstract record DistillOptions
{
    /// <summary>Who teaches.</summary>
    [Setting("Who teaches: baseline, a file, an earlier run, or a name of the zoo.")]
    public virtual string Teacher { get; init; } = "baseline";

    /// <summary>Temperature.</summary>
    [Setting("Temperature of the softmax of both sides.", Min = 0, Above = true)]
    public double Temperature { get; init; } = 4;

    /// <summary>The teacher's share.</summary>
    [Setting("The teacher's share of the loss; the rest is cross-entropy with the labels.", Min = 0, Max = 1)]
    public virtual double Alpha { get; init; } = 0.7;
}
