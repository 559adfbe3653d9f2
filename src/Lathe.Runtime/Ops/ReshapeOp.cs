using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>The same codes under another shape; nothing is copied.</summary>
public sealed record ReshapeOp : OneInputOp
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Input.Shape.Count == Output.Shape.Count
        ? OpChecks.Alike(Input, Output)
        : [$"does not lead from {Input} to {Output}: both must have as many codes."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        // Both names lie at one place of the memory.
    }
}
