using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.HalfWeights;

/// <summary>What is stored as binary16.</summary>
public sealed record HalfWeightOptions
{
    /// <summary>Weights with fewer values stay as they are: a cast costs more bytes than it saves.</summary>
    [Setting("Weights with fewer values stay in binary32.", Min = 1)]
    public int Least { get; init; } = 256;
}
