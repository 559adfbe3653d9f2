using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Floating;

/// <summary>Softmax over the last dimension in floating point.</summary>
public sealed record FloatSoftmaxOp : OneInputOp
{
    /// <inheritdoc/>
    public override bool MayOverwriteInput => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Input.Shape == Output.Shape && Input.Shape.Rank > 0 ? OpChecks.Floats(Input, Output) : [$"goes from {Input} to {Output}; both must have one shape of rows."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        int width = Input.Shape[-1];
        for (int at = 0; at < x.Length; at += width)
        {
            Row(x.Slice(at, width), y.Slice(at, width));
        }
    }

    private static void Row(ReadOnlySpan<float> x, Span<float> y)
    {
        float largest = x[0], sum = 0;
        foreach (float value in x)
        {
            largest = value > largest ? value : largest;
        }

        for (int i = 0; i < x.Length; i++)
        {
            y[i] = FloatMath.Exponential(x[i] - largest);
            sum += y[i];
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] /= sum;
        }
    }
}
