using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.NOfM;

/// <summary>N of every M neighbouring weights stay.</summary>
public sealed record NOfMOptions
{
    /// <summary>N.</summary>
    [Setting("Weights kept in each group (N of N:M).", Min = 1, Max = 64)]
    public int Keep { get; init; } = 2;

    /// <summary>M.</summary>
    [Setting("Neighbours along a layer's inputs that form a group (M of N:M).", Min = 2, Max = 64)]
    public int Of { get; init; } = 4;

    /// <summary>How the N are found.</summary>
    [Setting("Choose by magnitude once, or let training move the mask (sr-ste).")]
    public NOfMMode Mask { get; init; } = NOfMMode.Magnitude;

    /// <summary>Pull of pruned weights towards zero.</summary>
    [Setting("Pull of pruned weights towards zero with a learned mask (lambda of SR-STE).", Min = 0)]
    public float Pull { get; init; } = 2e-4f;

    /// <summary>Layers that stay dense.</summary>
    [Setting("Names of layers that stay dense, such as the first and the last.")]
    public string[] Spare { get; init; } = [];
}
