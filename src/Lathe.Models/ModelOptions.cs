using Lathe.Tensors;

namespace Lathe.Models;

/// <summary>What a zoo network is made for.</summary>
public sealed record ModelOptions
{
    /// <summary>Classes.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>One sample: C, H, W, or the length of a token sequence; the network's own when null.</summary>
    public IReadOnlyList<int>? Input { get; init; }

    /// <summary>Factor of all channel counts.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Factor of the layers a stage has; EfficientNet only.</summary>
    public double Depth { get; init; } = 1;

    /// <summary>Words of the vocabulary of language networks; the network's own when null.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Randomness of the initial weights.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>
    /// Compound scaling (Tan and Le 2019): depth <c>1.2^phi</c>, width <c>1.1^phi</c>, resolution <c>1.15^phi</c> of the given
    /// square input, rounded to a multiple of 8.
    /// </summary>
    public static ModelOptions Compound(double phi, int classes = 10, int resolution = 224)
    {
        int side = Math.Max(8, (int)Math.Round(resolution * Math.Pow(1.15, phi) / 8) * 8);
        return new ModelOptions { Classes = classes, Width = Math.Pow(1.1, phi), Depth = Math.Pow(1.2, phi), Input = [3, side, side] };
    }

    internal int Scale(int channels) => Math.Max(1, (int)Math.Round(channels * Width));

    /// <summary>Scaled channels as a multiple of 8, never below 90 % of the exact number, as the MobileNet authors round.</summary>
    internal int ScaleByEight(int channels) => RoundToEight(channels * Width);

    internal int[] Shape(params int[] own) => [.. Input ?? own];

    internal static int RoundToEight(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
