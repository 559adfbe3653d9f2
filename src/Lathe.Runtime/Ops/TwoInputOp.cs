using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>What operations that read two values have in common.</summary>
public abstract record TwoInputOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The first operand.</summary>
    public required IntegerValue Left { get; init; }

    /// <summary>The second operand.</summary>
    public required IntegerValue Right { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Left, Right];

    /// <inheritdoc/>
    public virtual long Macs => 0;

    /// <inheritdoc/>
    public virtual long ConstantBytes => 0;

    /// <inheritdoc/>
    public virtual bool MayOverwriteInput => false;

    /// <inheritdoc/>
    public abstract IEnumerable<string> Problems();

    /// <inheritdoc/>
    public abstract void Run(IntegerMemory memory);
}
