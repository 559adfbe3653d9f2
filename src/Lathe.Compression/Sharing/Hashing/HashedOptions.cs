using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sharing.Hashing;

/// <summary>How weights are hashed.</summary>
public sealed record HashedOptions
{
    /// <summary>Stored values a weight.</summary>
    [Setting("Stored values of a layer as a share of its weights: 0.125 stores an eighth.", Min = 0, Max = 1, Above = true)]
    public double Ratio { get; init; } = 0.125;

    /// <summary>Weights with fewer elements stay as they are.</summary>
    [Setting("Weights with fewer elements stay as they are.", Min = 1)]
    public int Least { get; init; } = 256;

    /// <summary>True to start from the trained weights' projection.</summary>
    [Setting("Start from the bucket means of the present weights instead of a fresh draw; better only near a ratio of 1.")]
    public bool Project { get; init; }

    /// <summary>Layers left alone.</summary>
    [Setting("Layers or weights that are not hashed.")]
    public string[] Except { get; init; } = [];
}
