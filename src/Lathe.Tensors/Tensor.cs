using Lathe.Tensors.Autograd;
using Lathe.Tensors.Memory;

namespace Lathe.Tensors;

/// <summary>
/// A dense tensor in pooled native memory with an explicit lifetime: freed by <see cref="Dispose"/> or by the
/// <see cref="TensorScope"/> it was made in.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private Storage? _storage;

    private Tensor(Storage storage, Shape shape, DType type, MemoryLayout layout)
    {
        _storage = storage;
        Shape = shape;
        DType = type;
        Layout = layout;
        TensorScope.Current?.Register(this);
    }

    /// <summary>The logical dimensions, ONNX order.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The order of elements in memory.</summary>
    public MemoryLayout Layout { get; }

    /// <summary>A name for messages; empty when none was given.</summary>
    public string Name { get; set; } = "";

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The size of the data in bytes.</summary>
    public long ByteSize => (long)Count * DType.Size();

    /// <summary>True once the memory was given back.</summary>
    public bool IsDisposed => _storage is null;

    /// <summary>Makes this a leaf whose gradient a backward pass accumulates into <see cref="Gradient"/>.</summary>
    public bool RequiresGradient { get; set; }

    /// <summary>The accumulated gradient of a leaf, or null; same shape as the leaf.</summary>
    public Tensor? Gradient { get; set; }

    internal TensorScope? Scope { get; set; }

    /// <summary>The tape this tensor was produced on, and its place there.</summary>
    internal GradientTape? Tape { get; set; }

    internal int TapeSlot { get; set; } = -1;

    /// <summary>The first byte of the data.</summary>
    /// <exception cref="TensorStateException">The tensor was freed.</exception>
    public byte* Pointer => Live().Pointer;

    /// <summary>The data as binary32, in memory order.</summary>
    /// <exception cref="TensorStateException">The tensor was freed or is of another type.</exception>
    internal float* Floats
    {
        get
        {
            if (DType != DType.Float32)
            {
                throw new TensorStateException($"{Describe()} is used as f32. Cast it first.");
            }

            return (float*)Live().Pointer;
        }
    }

    /// <summary>True when nobody else can see this memory, so that a kernel may overwrite it.</summary>
    internal bool IsExclusive => !Live().IsShared;

    /// <summary>True when row-major and memory order are the same.</summary>
    internal bool IsRowMajor => Layout == MemoryLayout.RowMajor || Shape[1] == 1 || Shape.Product(2, Rank) == 1;

    /// <summary>True when channels-last and memory order are the same.</summary>
    internal bool IsChannelsLast => Layout == MemoryLayout.ChannelsLast || (Rank is >= 3 and <= 5 && (Shape[1] == 1 || Shape.Product(2, Rank) == 1));

    /// <summary>Creates a tensor with undefined contents.</summary>
    public static Tensor Empty(Shape shape, DType type = DType.Float32, MemoryLayout layout = MemoryLayout.RowMajor) =>
        new(new Storage(TensorAllocator.Shared, (long)shape.Count * type.Size()), shape, type, layout);

    /// <summary>A second handle on the same memory with another shape (of as many elements) or layout label.</summary>
    internal Tensor Alias(Shape shape, MemoryLayout layout)
    {
        Storage storage = Live();
        storage.Retain();
        return new Tensor(storage, shape, DType, layout);
    }

    /// <summary>A second handle on the same memory, outside any scope, for whoever must keep the data alive.</summary>
    public Tensor Retain()
    {
        Tensor alias = Alias(Shape, Layout);
        alias.Scope = null;
        alias.Name = Name;
        return alias;
    }

    /// <summary>Takes this handle out of its scope: from now on its owner frees it.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Outlive()
    {
        Scope = null;
        return this;
    }

    /// <summary>Gives the memory back once no other handle uses it. Using the tensor afterwards is an error.</summary>
    public void Dispose()
    {
        Storage? storage = Interlocked.Exchange(ref _storage, null);
        storage?.Dispose();
        Scope = null;
        Tape = null;
    }

    /// <summary>For messages: <c>Tensor 'stem/conv' f32[1, 16, 32, 32]</c>.</summary>
    public string Describe() => Name.Length > 0 ? $"Tensor '{Name}' {this}" : $"Tensor {this}";

    /// <inheritdoc/>
    public override string ToString() => $"{DType.ShortName()}{Shape}";

    private Storage Live() => _storage
        ?? throw new TensorStateException($"{Describe()} was used after it was freed. Move it out of its TensorScope, or keep a handle from Retain().");
}
