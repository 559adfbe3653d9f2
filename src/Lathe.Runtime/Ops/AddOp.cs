using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Sum of two tensors of one shape: both are brought to a common scale with spare bits, added, and brought to the output's scale.
/// </summary>
public sealed record AddOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The first term.</summary>
    public required IntegerValue Left { get; init; }

    /// <summary>The second term.</summary>
    public required IntegerValue Right { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>Added to the first term's codes.</summary>
    public int LeftOffset { get; init; }

    /// <summary>Added to the second term's codes.</summary>
    public int RightOffset { get; init; }

    /// <summary>Spare bits: 20 for 8-bit codes, 15 for 16-bit ones.</summary>
    public required int Headroom { get; init; }

    /// <summary>The first scale over the common one.</summary>
    public required FixedPointMultiplier LeftFactor { get; init; }

    /// <summary>The second scale over the common one.</summary>
    public required FixedPointMultiplier RightFactor { get; init; }

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Left, Right];

    /// <inheritdoc/>
    public long Macs => 0;

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Left.Shape == Right.Shape && Left.Shape == Output.Shape
        ? OpChecks.SameType(Left, Right, Output)
        : [$"adds {Left} and {Right} into {Output}; the three must have one shape."];

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        if (Left.Type == DType.Int8)
        {
            Compute(memory.Read<sbyte>(Left), memory.Read<sbyte>(Right), memory.Write<sbyte>(Output));
        }
        else
        {
            Compute(memory.Read<short>(Left), memory.Read<short>(Right), memory.Write<short>(Output));
        }
    }

    private void Compute<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            int a = Scale((int.CreateTruncating(left[i]) + LeftOffset) << Headroom, LeftFactor);
            int b = Scale((int.CreateTruncating(right[i]) + RightOffset) << Headroom, RightFactor);
            y[i] = T.CreateTruncating(Requantization.Apply(a + b));
        }
    }

    private int Scale(int value, FixedPointMultiplier factor) =>
        Requantization.Rounding == RequantizationRounding.Single ? FixedPoint.RequantizeOnce(value, factor) : FixedPoint.Requantize(value, factor);
}
