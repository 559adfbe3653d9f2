using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Floating;

/// <summary>Sum, difference, product or quotient of two tensors in floating point: of one shape, or an image and one number for each of its channels.</summary>
public sealed record FloatPairOp : TwoInputOp
{
    /// <summary>What is done.</summary>
    public required FloatPairKind Kind { get; init; }

    /// <summary>The smallest result, after a rectifier.</summary>
    public float Low { get; init; } = float.MinValue;

    /// <summary>The largest result.</summary>
    public float High { get; init; } = float.MaxValue;

    /// <inheritdoc/>
    public override bool MayOverwriteInput => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => (Left.Shape == Right.Shape || PairOp.IsPerChannel(Left.Shape, Right.Shape)) && Left.Shape == Output.Shape
        ? OpChecks.Floats(Left, Right, Output)
        : [$"takes {Left} and {Right} to {Output}; the three must have one shape, or the second one number for each channel of an image."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> left = memory.Read<float>(Left), right = memory.Read<float>(Right);
        Span<float> y = memory.Write<float>(Output);
        bool same = Left.Shape == Right.Shape;
        int channels = Left.Shape.Rank == 0 ? 1 : Left.Shape[-1], image = Left.Shape.Rank == 0 ? 1 : Left.Shape.Count / Left.Shape[0];
        for (int i = 0; i < y.Length; i++)
        {
            float a = left[i], b = right[same ? i : (i / image * channels) + (i % channels)];
            float result = Kind switch
            {
                FloatPairKind.Add => a + b,
                FloatPairKind.Subtract => a - b,
                FloatPairKind.Multiply => a * b,
                _ => a / b,
            };
            y[i] = FloatMath.Clip(result, Low, High);
        }
    }
}
