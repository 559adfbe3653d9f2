using System.Collections.Immutable;

namespace Lathe.Runtime.Lowering;

/// <summary>What a model's file leaves open when it becomes an integer graph.</summary>
public sealed record LoweringOptions
{
    /// <summary>What the codes of values mean that the file leaves in floating point (its outputs above all), by value.</summary>
    public ImmutableDictionary<string, CodeScale> Scales { get; init; } = ImmutableDictionary<string, CodeScale>.Empty;

    /// <summary>True to store weights whose codes all lie in -8 to 7 as 4 bits: half the flash, somewhat slower.</summary>
    public bool PackFourBits { get; init; } = true;
}
