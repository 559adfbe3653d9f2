using Lathe.Compression.Techniques;

namespace Lathe.Compression.Analysis.Sensitivity;

/// <summary>What is tried on every layer.</summary>
public sealed record SensitivityOptions
{
    /// <summary>Shares of zeros.</summary>
    [Setting("Shares of weights made zero, one after the other; an empty list leaves it out.")]
    public string[] Sparsities { get; init; } = ["0.3", "0.5", "0.7", "0.8", "0.9", "0.95"];

    /// <summary>Bits of weights.</summary>
    [Setting("Bits of weights, one after the other; an empty list leaves it out.")]
    public string[] Bits { get; init; } = ["8", "6", "4", "3", "2"];

    /// <summary>Activations too.</summary>
    [Setting("The same bits are also tried on the activations each layer reads.")]
    public bool Activations { get; init; }

    /// <summary>Validation samples.</summary>
    [Setting("Validation samples that every try is judged on.", Min = 1)]
    public int Samples { get; init; } = 1000;
}
