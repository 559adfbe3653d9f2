using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Floating;

/// <summary>Fully connected layer in floating point: <c>y[n, o] = bias[o] + sum over i of x[n, i] w[o, i]</c>. The weights are [O, I]; the input is rows of I.</summary>
public sealed record FloatDenseOp : FloatLayerOp
{
    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Weights.Shape[1];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Floats(Input, Output)];
        if (found.Length > 0)
        {
            return found;
        }

        bool fits = Weights.Shape.Rank == 2 && Weights.Shape.Count > 0
            && Input.Shape.Count % Weights.Shape[1] == 0 && Output.Shape.Count == Input.Shape.Count / Weights.Shape[1] * Weights.Shape[0];
        return fits ? BiasProblems(Weights.Shape[0]) : [$"has weights {Weights.Shape}, [outputs, inputs], which do not lead from {Input} to {Output}."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        int outputs = Weights.Shape[0], inputs = Weights.Shape[1];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Held(BiasOf(i % outputs) + FloatMath.Dot(x.Slice(i / outputs * inputs, inputs), Weights.Values.Slice(i % outputs * inputs, inputs)));
        }
    }
}
