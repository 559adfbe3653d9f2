using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Lathe.Runtime.Arithmetic;

/// <summary>What a layer does to its sums: <c>clamp(sum factor + offset, low, high)</c>.</summary>
public sealed record Requantization
{
    /// <summary>One factor, or one per output channel: input scale times weight scale over output scale.</summary>
    public required ImmutableArray<FixedPointMultiplier> Factors { get; init; }

    /// <summary>Added after the product: the zero point of the output.</summary>
    public int Offset { get; init; }

    /// <summary>The smallest code, after a rectifier.</summary>
    public int Low { get; init; } = sbyte.MinValue;

    /// <summary>The largest code.</summary>
    public int High { get; init; } = sbyte.MaxValue;

    /// <summary>How sums are rounded.</summary>
    public RequantizationRounding Rounding { get; init; }

    /// <summary>The code of a sum of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Apply(long sum, int channel = 0)
    {
        FixedPointMultiplier factor = Factors[Factors.Length == 1 ? 0 : channel];
        int scaled = Rounding switch
        {
            RequantizationRounding.Double => FixedPoint.Requantize(unchecked((int)sum), factor),
            RequantizationRounding.Single => FixedPoint.RequantizeOnce(unchecked((int)sum), factor),
            _ => FixedPoint.RequantizeWide(sum, factor),
        };
        return Math.Clamp(scaled + Offset, Low, High);
    }
}
