using System.Numerics;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>An operation on one value whose arithmetic is written once, for codes of 8 and of 16 bits.</summary>
public abstract record TypedOp : OneInputOp
{
    /// <inheritdoc/>
    public sealed override void Run(IntegerMemory memory)
    {
        if (Input.Type == DType.Int8)
        {
            Compute(memory.Read<sbyte>(Input), memory.Write<sbyte>(Output));
        }
        else
        {
            Compute(memory.Read<short>(Input), memory.Write<short>(Output));
        }
    }

    private protected abstract void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}
