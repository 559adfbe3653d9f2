using System.Runtime.InteropServices;

namespace Lathe.Tensors;

/// <content>Creating tensors from data and reading data back.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Creates a tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType type = DType.Float32, MemoryLayout layout = MemoryLayout.RowMajor)
    {
        Tensor tensor = Empty(shape, type, layout);
        NativeMemory.Clear(tensor.Pointer, (nuint)tensor.ByteSize);
        return tensor;
    }

    /// <summary>Creates a binary32 tensor filled with one value.</summary>
    public static Tensor Full(Shape shape, float value)
    {
        Tensor tensor = Empty(shape);
        new Span<float>(tensor.Pointer, tensor.Count).Fill(value);
        return tensor;
    }

    /// <summary>Creates a scalar.</summary>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => From<T>([value], Shape.Scalar);

    /// <summary>Creates a tensor from row-major data.</summary>
    /// <exception cref="ShapeException">The data does not fill the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, Shape shape)
        where T : unmanaged
    {
        if (data.Length != shape.Count)
        {
            throw new ShapeException($"{data.Length} values do not fill shape {shape} of {shape.Count} elements.");
        }

        Tensor tensor = Empty(shape, DTypeExtensions.Of<T>());
        data.CopyTo(new Span<T>(tensor.Pointer, data.Length));
        return tensor;
    }

    /// <summary>Creates a tensor from row-major bytes.</summary>
    public static Tensor FromBytes(ReadOnlySpan<byte> data, Shape shape, DType type)
    {
        if (data.Length != (long)shape.Count * type.Size())
        {
            throw new ShapeException($"{data.Length} bytes do not fill {type.ShortName()}{shape} of {(long)shape.Count * type.Size()} bytes.");
        }

        Tensor tensor = Empty(shape, type);
        data.CopyTo(new Span<byte>(tensor.Pointer, data.Length));
        return tensor;
    }

    /// <summary>The data in place, in row-major order.</summary>
    /// <exception cref="TensorStateException">The element type differs, or memory is channels-last.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (DTypeExtensions.Of<T>() != DType)
        {
            throw new TensorStateException($"{Describe()} is read as {typeof(T).Name}. Read it as its own type or cast it first.");
        }

        if (!IsRowMajor)
        {
            throw new TensorStateException($"{Describe()} is stored channels-last and has no row-major span. Call ToLayout(MemoryLayout.RowMajor) first.");
        }

        return new Span<T>(Pointer, Count);
    }

    /// <summary>A row-major copy of the data.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (IsRowMajor)
        {
            return AsSpan<T>().ToArray();
        }

        using Tensor rows = ToLayout(MemoryLayout.RowMajor);
        return rows.AsSpan<T>().ToArray();
    }

    /// <summary>The row-major bytes of the data.</summary>
    public byte[] ToBytes()
    {
        if (IsRowMajor)
        {
            return new Span<byte>(Pointer, (int)ByteSize).ToArray();
        }

        using Tensor rows = ToLayout(MemoryLayout.RowMajor);
        return rows.ToBytes();
    }

    /// <summary>The only element of a binary32 tensor.</summary>
    public float Item()
    {
        if (Count != 1)
        {
            throw new TensorStateException($"{Describe()} has {Count} elements, not one. Reduce it first.");
        }

        return *Floats;
    }

    /// <summary>This data in the wanted layout: a handle on the same memory where it already is, else a copy. Not recorded on a tape.</summary>
    public Tensor ToLayout(MemoryLayout layout)
    {
        if (layout == MemoryLayout.RowMajor ? IsRowMajor : IsChannelsLast)
        {
            return Alias(Shape, Rank is >= 3 and <= 5 ? layout : MemoryLayout.RowMajor);
        }

        if (Rank is < 3 or > 5)
        {
            throw new ShapeException($"{Describe()} cannot be channels-last: that layout exists for rank 3 to 5.");
        }

        Tensor result = Empty(Shape, DType, layout);
        int channels = Shape[1];
        int spatial = Shape.Product(2, Rank);
        ReadOnlySpan<int> dimensions = layout == MemoryLayout.ChannelsLast ? [Shape[0], channels, spatial] : [Shape[0], spatial, channels];
        ComputeBackend.Current.Layout.Permute(dimensions, [0, 2, 1], DType.Size(), Pointer, result.Pointer);
        return result;
    }

    /// <summary>A deep copy in the same layout.</summary>
    public Tensor Clone()
    {
        Tensor copy = Empty(Shape, DType, Layout);
        Buffer.MemoryCopy(Pointer, copy.Pointer, copy.ByteSize, ByteSize);
        return copy;
    }

    /// <summary>Overwrites this tensor's data with another's of the same shape and type.</summary>
    /// <exception cref="ShapeException">Shape or type differ.</exception>
    public void CopyFrom(Tensor source)
    {
        if (source.Shape != Shape || source.DType != DType)
        {
            throw new ShapeException($"{Describe()} cannot take the data of {source.Describe()}: shape and type must be equal.");
        }

        using Tensor arranged = source.ToLayout(Layout == MemoryLayout.ChannelsLast ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        Buffer.MemoryCopy(arranged.Pointer, Pointer, ByteSize, ByteSize);
    }
}
