using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Sum of two tensors of one shape: both are brought to a common scale with spare bits, added, and brought to the output's scale.
/// </summary>
public sealed record AddOp : PairOp
{
    /// <summary>Spare bits: 20 for 8-bit codes, 15 for 16-bit ones.</summary>
    public required int Headroom { get; init; }

    /// <summary>The first scale over the common one.</summary>
    public required FixedPointMultiplier LeftFactor { get; init; }

    /// <summary>The second scale over the common one.</summary>
    public required FixedPointMultiplier RightFactor { get; init; }

    private protected override int Combine(int left, int right) => Scale(left << Headroom, LeftFactor) + Scale(right << Headroom, RightFactor);

    private int Scale(int value, FixedPointMultiplier factor) =>
        Requantization.Rounding == RequantizationRounding.Single ? FixedPoint.RequantizeOnce(value, factor) : FixedPoint.Requantize(value, factor);
}
