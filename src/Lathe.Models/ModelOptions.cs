using Lathe.Tensors;

namespace Lathe.Models;

/// <summary>What a zoo network is made for.</summary>
public sealed record ModelOptions
{
    /// <summary>Classes.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>One sample: C, H, W; the network's own when null.</summary>
    public IReadOnlyList<int>? Input { get; init; }

    /// <summary>Factor of all channel counts.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Randomness of the initial weights.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    internal int Scale(int channels) => Math.Max(1, (int)Math.Round(channels * Width));
}
