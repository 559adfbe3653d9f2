using System.Collections.Immutable;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>What operations that read one value have in common.</summary>
public abstract record OneInputOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The value read.</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public virtual long Macs => 0;

    /// <inheritdoc/>
    public virtual long ConstantBytes => 0;

    /// <inheritdoc/>
    public virtual int ScratchBytes => 0;

    /// <inheritdoc/>
    public virtual bool MayOverwriteInput => false;

    /// <inheritdoc/>
    public virtual int? OverlapDistance => null;

    /// <inheritdoc/>
    public virtual bool IsView => false;

    /// <inheritdoc/>
    public virtual int ViewOffset => 0;

    /// <inheritdoc/>
    public virtual object Constants => this;

    /// <inheritdoc/>
    public abstract IEnumerable<string> Problems();

    /// <inheritdoc/>
    public abstract void Run(IntegerMemory memory);
}
