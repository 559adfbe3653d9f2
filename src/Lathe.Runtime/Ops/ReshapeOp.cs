using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>The same codes under another shape; nothing is copied.</summary>
public sealed record ReshapeOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The tensor.</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => 0;

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public bool IsView => true;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Input.Shape.Count == Output.Shape.Count
        ? OpChecks.SameType(Input, Output)
        : [$"does not lead from {Input} to {Output}: both must have as many codes."];

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        // Both names lie at one place of the memory.
    }
}
