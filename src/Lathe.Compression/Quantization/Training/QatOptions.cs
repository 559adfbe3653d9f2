using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training;

/// <summary>What quantization-aware training has in common, whatever its quantizers.</summary>
public abstract record QatOptions
{
    /// <summary>Bits of the weights.</summary>
    [Setting("Bits of weights; 32 leaves them.", Min = 2, Max = 32)]
    public virtual int Weights { get; init; } = 4;

    /// <summary>Bits of the activations.</summary>
    [Setting("Bits of the activations layers read; 32 leaves them.", Min = 2, Max = 32)]
    public virtual int Activations { get; init; } = 4;

    /// <summary>Bits of the first and the last layer.</summary>
    [Setting("Bits of the first and the last layer, weights and activations; 0 for the same as the others.", Min = 0, Max = 32)]
    public virtual int Ends { get; init; } = 8;

    /// <summary>Layers left in floating point.</summary>
    [Setting("Layers left in floating point.")]
    public string[] Skip { get; init; } = [];

    /// <summary>Validation samples that ranges are read from.</summary>
    [Setting("Validation samples that the first ranges are read from.", Min = 1)]
    public int Samples { get; init; } = 512;

    /// <summary>A network to learn from as well.</summary>
    [Setting("A network to learn from as well as from the labels: baseline, a file, a name of the zoo; none.")]
    public string Teacher { get; init; } = "none";

    /// <summary>The temperature of the teacher's outputs.</summary>
    [Setting("Temperature of the teacher's outputs.", Min = 0, Above = true)]
    public double Temperature { get; init; } = 4;

    /// <summary>The teacher's share of the loss.</summary>
    [Setting("The teacher's share of the loss.", Min = 0, Max = 1)]
    public double Alpha { get; init; } = 0.7;
}
