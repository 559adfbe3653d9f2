using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Softmax over the last dimension of 16-bit codes, by tables of the exponential and the reciprocal. The output has 15 fraction bits.</summary>
public sealed record Softmax16Op : OneInputOp
{
    /// <summary>From differences of codes to arguments of the table: a whole table is 10.</summary>
    public required FixedPointMultiplier Factor { get; init; }

    /// <inheritdoc/>
    public override long ConstantBytes => sizeof(short) * (InterpolationTable.Exponential.Entries.Length + InterpolationTable.Reciprocal.Entries.Length);

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Input.Type == DType.Int16 && Output.Type == DType.Int16 && Input.Shape == Output.Shape && Input.Shape.Rank > 0
        ? []
        : [$"goes from {Input} to {Output}; it needs rows of i16 and gives as many of i16. Rows of i8 go through {nameof(SoftmaxOp)}."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<short> x = memory.Read<short>(Input);
        int width = Input.Shape[-1];
        for (int at = 0; at < x.Length; at += width)
        {
            Row(x.Slice(at, width), memory.Write<short>(Output).Slice(at, width));
        }
    }

    private void Row(ReadOnlySpan<short> x, Span<short> y)
    {
        int largest = short.MinValue, sum = 0;
        foreach (short code in x)
        {
            largest = Math.Max(largest, code);
        }

        for (int i = 0; i < x.Length; i++)
        {
            int argument = FixedPoint.Requantize(x[i] - largest, Factor) + short.MaxValue;
            y[i] = InterpolationTable.Exponential.At((short)Math.Clamp(argument, short.MinValue, short.MaxValue));
            sum += y[i];
        }

        // The sum as 1 + a fraction of 16 bits, centred for the table: minus 2^16 and minus 2^15.
        int headroom = BitOperations.LeadingZeroCount((uint)sum);
        int scaled = ((sum << (headroom - 1)) + (1 << 13)) >> 14;
        short reciprocal = InterpolationTable.Reciprocal.At((short)(scaled - (1 << 16) - (1 << 15)));
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (short)(((y[i] * reciprocal >> (30 - headroom)) + 1) >> 1);
        }
    }
}
