using Lathe.Compression.Techniques;

namespace Lathe.Compression.Pruning.Blocks;

/// <summary>How many blocks go.</summary>
public sealed record BlockOptions
{
    /// <summary>Blocks to remove.</summary>
    [Setting("Blocks to remove, those whose loss matters least first.", Min = 1)]
    public int Count { get; init; } = 1;

    /// <summary>Samples the loss is read from.</summary>
    [Setting("Training samples that the loss without each block is read from.", Min = 1)]
    public int Samples { get; init; } = 1024;
}
