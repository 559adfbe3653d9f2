using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Mixed;

/// <summary>What choosing bits for each layer has in common.</summary>
public abstract record MixedOptions : QatOptions
{
    /// <summary>The bits to choose from.</summary>
    [Setting("Bits to choose from, for weights and the activations a layer reads.")]
    public string[] Choices { get; init; } = ["2", "3", "4", "6", "8"];

    /// <summary>What is limited.</summary>
    [Setting("What is limited: size, latency, energy or macs; measured-latency where it can be had.", OneOf = ["size", "latency", "energy", "macs", "measured-latency"])]
    public string Budget { get; init; } = "size";

    /// <summary>How much of it.</summary>
    [Setting("The share of what all layers would cost at 8 bits.", Min = 0, Above = true, Max = 1)]
    public double Share { get; init; } = 0.5;

    /// <summary>Bits of activations.</summary>
    [Setting("Bits of the activations: 0 for those of the weights, or the same for every layer; 32 leaves them.", Min = 0, Max = 32)]
    public override int Activations { get; init; } = 8;

    /// <summary>The choices as numbers, fewest first.</summary>
    internal int[] Numbers() => [.. Choices.Select(c => int.TryParse(c, out int bits) ? bits : 0).Distinct().Order()];

    /// <summary>Bits of the activations of a layer with weights of some bits.</summary>
    internal int ActivationBits(int weights) => Activations == 0 ? weights : Activations;

    /// <summary>What cannot work.</summary>
    internal IEnumerable<string> Problems() => Numbers() is { Length: > 0 } numbers && numbers.All(b => b is >= 2 and <= 16) ? [] : [$"choices are {string.Join(", ", Choices)}; expected whole numbers from 2 to 16"];
}
