using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>Puts tensors of one scale and zero point one after the other along a dimension.</summary>
public sealed record ConcatOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<IntegerValue> Inputs { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The dimension that grows.</summary>
    public required int Axis { get; init; }

    /// <inheritdoc/>
    public long Macs => 0;

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        bool fits = Axis >= 0 && Axis < Output.Shape.Rank && Inputs.All(v => v.Shape.Rank == Output.Shape.Rank && v.Shape.With(Axis, Output.Shape[Axis]) == Output.Shape)
            && Inputs.Sum(v => v.Shape[Axis]) == Output.Shape[Axis];
        return fits ? OpChecks.Alike([.. Inputs, Output]) : [$"does not join {string.Join(", ", Inputs)} along dimension {Axis} into {Output}."];
    }

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        Span<byte> to = memory.Bytes(Output);
        int outer = Output.Shape.Product(0, Axis), row = outer == 0 ? 0 : Output.Bytes / outer, start = 0;
        foreach (IntegerValue input in Inputs)
        {
            ReadOnlySpan<byte> from = memory.Bytes(input);
            int part = outer == 0 ? 0 : input.Bytes / outer;
            for (int i = 0; i < outer; i++)
            {
                from.Slice(i * part, part).CopyTo(to[((i * row) + start)..]);
            }

            start += part;
        }
    }
}
