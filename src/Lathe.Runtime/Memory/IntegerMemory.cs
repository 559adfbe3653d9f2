using System.Runtime.InteropServices;

namespace Lathe.Runtime.Memory;

/// <summary>The block of memory a graph runs in, laid out by a plan.</summary>
public sealed class IntegerMemory
{
    private readonly MemoryPlan _plan;
    private readonly byte[] _block;

    /// <summary>Allocates the block of a plan.</summary>
    public IntegerMemory(MemoryPlan plan) => (_plan, _block) = (plan, new byte[plan.Bytes]);

    /// <summary>The codes of a value, to read.</summary>
    public ReadOnlySpan<T> Read<T>(IntegerValue value)
        where T : unmanaged => Write<T>(value);

    /// <summary>The codes of a value, to write.</summary>
    public Span<T> Write<T>(IntegerValue value)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(value));

    /// <summary>The bytes of a value.</summary>
    public Span<byte> Bytes(IntegerValue value) => _block.AsSpan(_plan.Offsets[value.Name], value.Bytes);
}
