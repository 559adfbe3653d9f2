namespace Lathe.Tensors.Memory;

/// <summary>A counted block of pooled memory that tensors with the same data share.</summary>
internal sealed unsafe class Storage : IDisposable
{
    private readonly TensorAllocator _allocator;
    private readonly long _blockSize;
    private nint _pointer;
    private int _references = 1;

    public Storage(TensorAllocator allocator, long bytes)
    {
        _allocator = allocator;
        _pointer = allocator.Allocate(bytes, out _blockSize);
    }

    ~Storage() => Free();

    public byte* Pointer => (byte*)_pointer;

    public bool IsShared => Volatile.Read(ref _references) > 1;

    public void Retain() => Interlocked.Increment(ref _references);

    /// <summary>Gives up one reference; the last one frees the block.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private void Free()
    {
        nint block = Interlocked.Exchange(ref _pointer, 0);
        if (block != 0)
        {
            _allocator.Free(block, _blockSize);
        }
    }
}
