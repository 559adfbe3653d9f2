using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>Products of matrices that are both computed, in floating point: <c>y[b, m, n] = sum over k of left[b, m, k] right[b, k, n]</c>; left is [B, M, K], right [B, K, N].</summary>
public sealed record FloatMatMulOp : TwoInputOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Left.Shape[2];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => MatrixChecks.Fit(Left.Shape, Right.Shape, Output.Shape) ? OpChecks.Floats(Left, Right, Output) : [MatrixChecks.Problem(Left, Right, Output)];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> left = memory.Read<float>(Left), right = memory.Read<float>(Right);
        Span<float> y = memory.Write<float>(Output);
        Shape from = Left.Shape;
        int inner = from[2], columns = Right.Shape[2];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / columns, first = (row / from[1] * inner * columns) + (i % columns);
            float sum = 0;
            for (int k = 0; k < inner; k++)
            {
                sum += left[(row * inner) + k] * right[first + (k * columns)];
            }

            y[i] = sum;
        }
    }
}
