namespace Lathe.Compression.Analysis;

/// <summary>What is done to one layer while the others stay as they are.</summary>
public enum SensitivityKind
{
    /// <summary>A share of its weights, the smallest, become zero.</summary>
    Sparsity,

    /// <summary>Its weights get so many bits.</summary>
    WeightBits,

    /// <summary>The activations it reads get so many bits.</summary>
    ActivationBits,
}
