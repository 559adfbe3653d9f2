using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Codebook;

/// <summary>How codebooks are made.</summary>
public sealed record CodebookOptions
{
    /// <summary>How numbers are chosen.</summary>
    [Setting("How the numbers are chosen: k-means, quantile, or apot (additive powers of two).")]
    public CodebookKind Kind { get; init; } = CodebookKind.KMeans;

    /// <summary>Bits of a code.</summary>
    [Setting("Bits of a code; additive powers of two have 2 to 6.", Min = 1, Max = 8)]
    public int Bits { get; init; } = 4;

    /// <summary>Weights over their channel's largest magnitude, so that one codebook serves all channels.</summary>
    [Setting("Divides each output channel by its largest magnitude first, so that one codebook fits all channels.")]
    public bool PerChannel { get; init; } = true;

    /// <summary>Layers left as they are.</summary>
    [Setting("Layers, by name, whose weights stay as they are; with commas between.")]
    public string[] Except { get; init; } = [];
}
