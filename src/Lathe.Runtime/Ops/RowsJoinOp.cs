using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>One image [1, H, W, C] whose rows were made in parts, each where it belongs; nothing is copied.</summary>
public sealed record RowsJoinOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<IntegerValue> Inputs { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <inheritdoc/>
    public long Macs => 0;

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public bool IsView => true;

    /// <inheritdoc/>
    public bool IsJoin => true;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        bool fits = Output.Shape.Rank == 4 && Output.Shape[0] == 1 && Inputs.All(v => v.Shape.Rank == 4 && v.Shape.With(1, Output.Shape[1]) == Output.Shape) && Inputs.Sum(v => v.Shape[1]) == Output.Shape[1];
        return fits ? OpChecks.Alike([.. Inputs, Output]) : [$"does not put {string.Join(", ", Inputs)} together to {Output}."];
    }

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        // The parts were written into the output's memory.
    }
}
