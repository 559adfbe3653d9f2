using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.VariationalDropout;

/// <summary>Sparse variational dropout.</summary>
public sealed record VariationalOptions
{
    /// <summary>Weights with a larger log alpha go.</summary>
    [Setting("Weights whose log alpha (noise to signal, both squared) ends above this become zero.", Min = -4, Max = 8)]
    public double Threshold { get; init; } = 3;

    /// <summary>Log of the first noise variance.</summary>
    [Setting("Log of the variance of the noise at the start.", Min = -20, Max = 0)]
    public float Start { get; init; } = -8;

    /// <summary>Learning rate of the noise.</summary>
    [Setting("Learning rate of the log variances (Adam).", Min = 0, Above = true)]
    public float NoiseRate { get; init; } = 0.02f;

    /// <summary>Share of the training over which the prior sets in.</summary>
    [Setting("Share of the training over which the prior sets in.", Min = 0, Max = 1)]
    public double Warm { get; init; } = 0.3;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense.")]
    public string[] Spare { get; init; } = [];
}
