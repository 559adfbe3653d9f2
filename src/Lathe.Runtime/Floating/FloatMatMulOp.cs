using System.Collections.Immutable;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>Products of matrices that are both computed, in floating point: <c>y[b, m, n] = sum over k of left[b, m, k] right[b, k, n]</c>.</summary>
public sealed record FloatMatMulOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>[B, M, K].</summary>
    public required IntegerValue Left { get; init; }

    /// <summary>[B, K, N].</summary>
    public required IntegerValue Right { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Left, Right];

    /// <inheritdoc/>
    public long Macs => (long)Output.Shape.Count * Left.Shape[2];

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => MatrixChecks.Fit(Left.Shape, Right.Shape, Output.Shape) ? OpChecks.Floats(Left, Right, Output) : [MatrixChecks.Problem(Left, Right, Output)];

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
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
