using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Products of matrices that are both computed: <c>y[b, m, n] = requantize(sum over k of (left[b, m, k] + offset) (right[b, k, n] + offset))</c>; left is [B, M, K], right [B, K, N].
/// </summary>
public sealed record MatrixProductOp : TwoInputOp
{
    /// <summary>Added to the first operand's codes: minus their zero point.</summary>
    public int LeftOffset { get; init; }

    /// <summary>Added to the second operand's codes.</summary>
    public int RightOffset { get; init; }

    /// <summary>From sums to codes: one factor.</summary>
    public required Requantization Requantization { get; init; }

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Left.Shape[2];

    /// <inheritdoc/>
    public override long ConstantBytes => 5;

    /// <summary>No sum is larger, whatever the inputs are.</summary>
    public long LargestSum => (long)Left.Shape[2] * (128 + Math.Abs(LeftOffset)) * (128 + Math.Abs(RightOffset));

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => !MatrixChecks.Fit(Left.Shape, Right.Shape, Output.Shape) || Requantization.Factors.Length != 1
        ? [MatrixChecks.Problem(Left, Right, Output) + " The change of scale has one factor."]
        : OpChecks.SameType(Left, Right, Output);

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
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
        int inner = Left.Shape[2], rows = Left.Shape[1], columns = Right.Shape[2];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / columns, first = (row / rows * inner * columns) + (i % columns);
            long sum = 0;
            for (int k = 0; k < inner; k++)
            {
                sum += (long)(int.CreateTruncating(left[(row * inner) + k]) + LeftOffset) * (int.CreateTruncating(right[first + (k * columns)]) + RightOffset);
            }

            y[i] = T.CreateTruncating(Requantization.Apply(sum));
        }
    }
}
