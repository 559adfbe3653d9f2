using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Ops;

/// <summary>What sums and differences of two tensors have in common: operands meet in one scale, twice the larger, with spare bits.</summary>
public abstract record CommonScaleOp : PairOp
{
    /// <summary>Spare bits: 20 for 8-bit codes, 15 for 16-bit ones.</summary>
    public required int Headroom { get; init; }

    /// <summary>The first scale over the common one.</summary>
    public required FixedPointMultiplier LeftFactor { get; init; }

    /// <summary>The second scale over the common one.</summary>
    public required FixedPointMultiplier RightFactor { get; init; }

    /// <summary>An operand in the common scale.</summary>
    private protected int Scaled(int value, FixedPointMultiplier factor) =>
        Requantization.Rounding == RequantizationRounding.Single ? FixedPoint.RequantizeOnce(value << Headroom, factor) : FixedPoint.Requantize(value << Headroom, factor);
}
