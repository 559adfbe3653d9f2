using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>How an agent chooses bits.</summary>
public sealed record HaqOptions : MixedOptions
{
    /// <summary>Walks over the layers.</summary>
    [Setting("Walks over the layers; each evaluates one choice on the validation samples.", Min = 5)]
    public int Episodes { get; init; } = 300;
}
