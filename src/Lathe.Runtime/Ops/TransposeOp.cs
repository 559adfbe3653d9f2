using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>Reorders dimensions: dimension i of the output is dimension <c>Permutation[i]</c> of the input.</summary>
public sealed record TransposeOp : OneInputOp
{
    /// <summary>The input's dimensions in the output's order.</summary>
    public required ImmutableArray<int> Permutation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        bool fits = Permutation.Length == Input.Shape.Rank && Permutation.Length == Output.Shape.Rank && Permutation.Order().SequenceEqual(Enumerable.Range(0, Permutation.Length))
            && Enumerable.Range(0, Permutation.Length).All(i => Output.Shape[i] == Input.Shape[Permutation[i]]);
        return fits ? OpChecks.Alike(Input, Output) : [$"does not lead from {Input} to {Output} by [{string.Join(", ", Permutation)}]."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<byte> from = memory.Bytes(Input);
        Span<byte> to = memory.Bytes(Output);
        int count = Input.Shape.Count, size = Input.Bytes / Math.Max(1, count);
        for (int at = 0; at < count; at++)
        {
            int place = 0, rest = at;
            for (int axis = 0, stride = count; axis < Permutation.Length; axis++)
            {
                stride /= Output.Shape[axis];
                place += rest / stride * Input.Shape.Product(Permutation[axis] + 1, Input.Shape.Rank);
                rest %= stride;
            }

            from.Slice(place * size, size).CopyTo(to[(at * size)..]);
        }
    }
}
