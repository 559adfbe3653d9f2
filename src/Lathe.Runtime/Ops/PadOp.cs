using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>Adds codes of one value around a tensor.</summary>
public sealed record PadOp : OneInputOp
{
    /// <summary>How many are added before the first, for each dimension; those after follow from the output.</summary>
    public required ImmutableArray<int> Before { get; init; }

    /// <summary>The code that is added, the zero point; of a float its bits.</summary>
    public required int Code { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        bool fits = Input.Shape.Rank == Output.Shape.Rank && Before.Length == Input.Shape.Rank
            && Enumerable.Range(0, Before.Length).All(i => Before[i] >= 0 && Before[i] + Input.Shape[i] <= Output.Shape[i]);
        return fits ? OpChecks.Alike(Input, Output) : [$"does not fit {Input} with [{string.Join(", ", Before)}] before it into {Output}."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<byte> from = memory.Bytes(Input);
        Span<byte> to = memory.Bytes(Output);
        int size = Input.Bytes / Math.Max(1, Input.Shape.Count), rank = Input.Shape.Rank;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (byte)(Code >> (8 * (i % size)));
        }

        int row = Input.Shape[-1];
        for (int at = 0; at < Input.Shape.Count; at += row)
        {
            int place = 0, rest = at;
            for (int axis = 0, stride = Input.Shape.Count; axis < rank; axis++)
            {
                stride /= Input.Shape[axis];
                place = (place * Output.Shape[axis]) + (rest / stride) + Before[axis];
                rest %= stride;
            }

            from.Slice(at * size, row * size).CopyTo(to[(place * size)..]);
        }
    }
}
