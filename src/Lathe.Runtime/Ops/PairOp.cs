using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>An operation of two tensors code by code: of one shape, or an image and one code for each of its channels.</summary>
public abstract record PairOp : TwoInputOp
{
    /// <summary>Added to the first operand's codes.</summary>
    public int LeftOffset { get; init; }

    /// <summary>Added to the second operand's codes.</summary>
    public int RightOffset { get; init; }

    /// <summary>From results to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <inheritdoc/>
    public sealed override bool MayOverwriteInput => true;

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Problems() => (Left.Shape == Right.Shape || IsPerChannel(Left.Shape, Right.Shape)) && Left.Shape == Output.Shape
        ? OpChecks.SameType(Left, Right, Output)
        : [$"takes {Left} and {Right} to {Output}; the three must have one shape, or the second one code for each channel of an image."];

    /// <summary>True for an image [N, H, W, C] and [N, 1, 1, C].</summary>
    public static bool IsPerChannel(Shape left, Shape right) => left.Rank == 4 && right == new Shape(left[0], 1, 1, left[3]);

    /// <inheritdoc/>
    public sealed override void Run(IntegerMemory memory)
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

    /// <summary>The result of two codes with their offsets added, before the change of scale.</summary>
    private protected abstract int Combine(int left, int right);

    private void Compute<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool same = Left.Shape == Right.Shape;
        int channels = Left.Shape[-1], image = Left.Shape.Count / Left.Shape[0];
        for (int i = 0; i < y.Length; i++)
        {
            T other = right[same ? i : (i / image * channels) + (i % channels)];
            int result = Combine(int.CreateTruncating(left[i]) + LeftOffset, int.CreateTruncating(other) + RightOffset);
            y[i] = T.CreateTruncating(Requantization.Apply(result));
        }
    }
}
