namespace Lathe.Tensors.Memory;

/// <summary>A short-lived buffer of floats from the tensor pool.</summary>
internal readonly unsafe struct Scratch : IDisposable
{
    private readonly nint _pointer;
    private readonly long _size;

    public Scratch(long floats) => _pointer = TensorAllocator.Shared.Allocate(Math.Max(1, floats) * sizeof(float), out _size);

    public float* Floats => (float*)_pointer;

    public void Dispose() => TensorAllocator.Shared.Free(_pointer, _size);
}
