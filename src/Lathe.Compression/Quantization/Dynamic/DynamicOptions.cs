using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Dynamic;

/// <summary>Which layers compute with codes of inputs that are scaled as they come.</summary>
public sealed record DynamicOptions
{
    /// <summary>Convolutions too.</summary>
    [Setting("Convolutions too; most runtimes have fast kernels for dense layers only.")]
    public bool Convolutions { get; init; }

    /// <summary>Bits of a weight.</summary>
    [Setting("Bits of weight codes: 8, or 7 for processors without integer dot products, whose sums of pairs saturate.", Min = 2, Max = 8)]
    public int Bits { get; init; } = 7;

    /// <summary>Layers left as they are.</summary>
    [Setting("Layers, by name, that stay as they are; with commas between.")]
    public string[] Except { get; init; } = [];
}
