using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Softmax over the last dimension of 8-bit codes, with fixed-point exponentials. The output has scale 1 / 256 and zero point -128,
/// or in 16 bits 1 / 65536 and -32768.
/// </summary>
public sealed record SoftmaxOp : OneInputOp
{
    // Exponentials are summed with 19 fraction bits: 12 integer bits for rows of up to 4,096.
    private const int SumBits = 12;

    /// <summary>The input's scale with 26 fraction bits, as a factor of <c>code 2^shift</c>.</summary>
    public required FixedPointMultiplier Factor { get; init; }

    /// <summary>Codes further below the row's largest than this count as zero; negative.</summary>
    public required int LeastDifference { get; init; }

    /// <inheritdoc/>
    public override bool MayOverwriteInput => Output.Type == Input.Type;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Input.Type == DType.Int8 && Output.Type is DType.Int8 or DType.Int16 && Input.Shape == Output.Shape && Input.Shape.Rank > 0
        ? []
        : [$"goes from {Input} to {Output}; it needs rows of i8 and gives as many of i8 or i16. Rows of i16 go through {nameof(Softmax16Op)}."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<sbyte> x = memory.Read<sbyte>(Input);
        int width = Input.Shape[-1];
        for (int at = 0; at < x.Length; at += width)
        {
            if (Output.Type == DType.Int8)
            {
                Row(x.Slice(at, width), memory.Write<sbyte>(Output).Slice(at, width), 8);
            }
            else
            {
                Row(x.Slice(at, width), memory.Write<short>(Output).Slice(at, width), 16);
            }
        }
    }

    private void Row<T>(ReadOnlySpan<sbyte> x, Span<T> y, int bits)
        where T : unmanaged, IBinaryInteger<T>
    {
        int largest = sbyte.MinValue, sum = 0;
        foreach (sbyte code in x)
        {
            largest = Math.Max(largest, code);
        }

        foreach (sbyte code in x)
        {
            sum += code - largest >= LeastDifference ? FixedPoint.DivideByPowerOfTwo(Exponential(code - largest), SumBits) : 0;
        }

        int headroom = BitOperations.LeadingZeroCount((uint)sum);
        int reciprocal = FixedPointExponential.OneOverOnePlus(unchecked((sum << headroom) + int.MinValue));
        int shift = SumBits - headroom + 31 - bits, low = -(1 << (bits - 1));
        for (int i = 0; i < x.Length; i++)
        {
            int difference = x[i] - largest;
            int share = difference >= LeastDifference
                ? FixedPoint.DivideByPowerOfTwo(FixedPoint.DoublingHighProduct(reciprocal, Exponential(difference)), shift)
                : 0;
            y[i] = T.CreateTruncating(Math.Clamp(share + low, low, -low - 1));
        }
    }

    private int Exponential(int difference) => FixedPointExponential.OfNegative(FixedPoint.DoublingHighProduct(difference << Factor.Shift, Factor.Multiplier));
}
