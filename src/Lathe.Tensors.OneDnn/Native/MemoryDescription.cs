using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>
/// dnnl_memory_desc_t of oneDNN 2.x, 696 bytes. Filled, compared and measured by the library alone, so that only its size
/// and its first two fields are known here.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 696)]
internal unsafe struct MemoryDescription
{
    /// <summary>Number of dimensions.</summary>
    public int Rank;

    /// <summary>The first (and, with <see cref="Rank"/> 1, only) dimension.</summary>
    public long FirstDimension;

    /// <summary>A plain row-major or channels-last description by format tag.</summary>
    public static MemoryDescription OfTag(ReadOnlySpan<long> dimensions, int type, int tag)
    {
        MemoryDescription result;
        fixed (long* pointer = dimensions)
        {
            Dnnl.MemoryDescInitByTag(&result, dimensions.Length, pointer, type, tag).Check($"a memory description of [{Text(dimensions)}], type {type}, tag {tag}");
        }

        return result;
    }

    /// <summary>A description by strides in elements.</summary>
    public static MemoryDescription OfStrides(ReadOnlySpan<long> dimensions, int type, ReadOnlySpan<long> strides)
    {
        MemoryDescription result;
        fixed (long* pointer = dimensions, stridePointer = strides)
        {
            Dnnl.MemoryDescInitByStrides(&result, dimensions.Length, pointer, type, stridePointer).Check($"a memory description of [{Text(dimensions)}], strides [{Text(strides)}]");
        }

        return result;
    }

    /// <summary>Bytes of a buffer of this description, padding included.</summary>
    public readonly long Bytes
    {
        get
        {
            MemoryDescription copy = this;
            return (long)Dnnl.MemoryDescGetSize(&copy);
        }
    }

    /// <summary>True when both describe the same bytes in the same order.</summary>
    public readonly bool SameAs(MemoryDescription other)
    {
        MemoryDescription copy = this;
        return Dnnl.MemoryDescEqual(&copy, &other) != 0;
    }

    private static string Text(ReadOnlySpan<long> values) => string.Join(",", values.ToArray());
}
