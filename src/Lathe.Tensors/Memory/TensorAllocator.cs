using System.Numerics;
using System.Runtime.InteropServices;

namespace Lathe.Tensors.Memory;

/// <summary>
/// The one pool that all tensor memory comes from: 64-byte-aligned blocks in size classes (eight per doubling), kept for
/// reuse when freed, with a limit on what is held in all.
/// </summary>
public sealed unsafe class TensorAllocator
{
    private const int Alignment = 64;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Stack<nint>> _free = [];
    private long _reserved;

    /// <summary>Creates an allocator that refuses to hold more than <paramref name="limit"/> bytes.</summary>
    public TensorAllocator(long limit) => Limit = limit;

    /// <summary>The allocator of this process; its limit is LATHE_MEMORY_LIMIT in bytes, else 90 % of the memory available.</summary>
    public static TensorAllocator Shared { get; } = new(DefaultLimit());

    /// <summary>The most bytes this allocator holds.</summary>
    public long Limit { get; }

    /// <summary>Bytes in live tensors now.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>The most bytes that were in live tensors at once since the last <see cref="ResetPeak"/>.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Starts a new measurement of <see cref="PeakBytes"/>.</summary>
    public void ResetPeak() => PeakBytes = LiveBytes;

    /// <summary>Returns all pooled free blocks to the system.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            foreach ((long size, Stack<nint> blocks) in _free)
            {
                while (blocks.TryPop(out nint block))
                {
                    NativeMemory.AlignedFree((void*)block);
                    _reserved -= size;
                }
            }
        }
    }

    internal nint Allocate(long bytes, out long blockSize)
    {
        blockSize = SizeClass(bytes);
        lock (_lock)
        {
            LiveBytes += blockSize;
            if (_free.TryGetValue(blockSize, out Stack<nint>? blocks) && blocks.TryPop(out nint block))
            {
                PeakBytes = Math.Max(PeakBytes, LiveBytes);
                return block;
            }

            if (_reserved + blockSize > Limit)
            {
                Trim();
            }

            if (_reserved + blockSize > Limit)
            {
                LiveBytes -= blockSize;
                throw new TensorMemoryException(bytes, LiveBytes, Limit);
            }

            _reserved += blockSize;
            PeakBytes = Math.Max(PeakBytes, LiveBytes);
        }

        return (nint)NativeMemory.AlignedAlloc((nuint)blockSize, Alignment);
    }

    internal void Free(nint block, long blockSize)
    {
        lock (_lock)
        {
            LiveBytes -= blockSize;
            ref Stack<nint>? blocks = ref CollectionsMarshal.GetValueRefOrAddDefault(_free, blockSize, out _);
            (blocks ??= new Stack<nint>()).Push(block);
        }
    }

    /// <summary>The block size a request is served with: at most an eighth more than asked.</summary>
    internal static long SizeClass(long bytes)
    {
        long size = Math.Max(bytes, Alignment);
        int step = Math.Max(6, BitOperations.Log2((ulong)size) - 3);
        return ((size + (1L << step) - 1) >> step) << step;
    }

    private static long DefaultLimit()
    {
        string? text = Environment.GetEnvironmentVariable("LATHE_MEMORY_LIMIT");
        return long.TryParse(text, out long limit) && limit > 0
            ? limit
            : (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 0.9);
    }
}
