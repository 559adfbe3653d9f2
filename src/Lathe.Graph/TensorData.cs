using System.Runtime.InteropServices;
using Lathe.Tensors;

namespace Lathe.Graph;

/// <summary>An immutable tensor of a graph: element type, dimensions and row-major little-endian bytes.</summary>
public sealed class TensorData
{
    /// <summary>Wraps bytes that nobody changes afterwards.</summary>
    /// <exception cref="ShapeException">The bytes do not fill the shape.</exception>
    public TensorData(DType type, Shape shape, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != (long)shape.Count * type.Size())
        {
            throw new ShapeException($"{bytes.Length} bytes do not fill {type.ShortName()}{shape}, which needs {(long)shape.Count * type.Size()}.");
        }

        (Type, Shape, Bytes) = (type, shape, bytes);
    }

    /// <summary>The element type.</summary>
    public DType Type { get; }

    /// <summary>The dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>The data.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>Copies typed data.</summary>
    public static TensorData From<T>(ReadOnlySpan<T> data, Shape shape)
        where T : unmanaged => new(DTypeExtensions.Of<T>(), shape, MemoryMarshal.AsBytes(data).ToArray());

    /// <summary>A vector of 64-bit integers, as shapes and axes are.</summary>
    public static TensorData Integers(params ReadOnlySpan<long> values) => From(values, new Shape(values.Length));

    /// <summary>One number.</summary>
    public static TensorData Scalar<T>(T value)
        where T : unmanaged => From<T>([value], Shape.Scalar);

    /// <summary>Copies a tensor out of native memory.</summary>
    public static TensorData From(Tensor tensor) => new(tensor.DType, tensor.Shape, tensor.ToBytes());

    /// <summary>The data as elements of its own type.</summary>
    /// <exception cref="TensorStateException">The type differs.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        if (DTypeExtensions.Of<T>() != Type)
        {
            throw new TensorStateException($"{this} is read as {typeof(T).Name}. Read it as its own type.");
        }

        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    /// <summary>The data as 64-bit integers, from any integer type.</summary>
    public long[] ToIntegers() => Type switch
    {
        DType.Int64 => AsSpan<long>().ToArray(),
        DType.Int32 => Array.ConvertAll(AsSpan<int>().ToArray(), v => (long)v),
        DType.UInt8 => Array.ConvertAll(AsSpan<byte>().ToArray(), v => (long)v),
        DType.Int8 => Array.ConvertAll(AsSpan<sbyte>().ToArray(), v => (long)v),
        DType.Int16 => Array.ConvertAll(AsSpan<short>().ToArray(), v => (long)v),
        DType.UInt16 => Array.ConvertAll(AsSpan<ushort>().ToArray(), v => (long)v),
        _ => throw new TensorStateException($"{this} is read as integers. Only integer tensors can be."),
    };

    /// <summary>The data as binary32, from binary32, binary16 or binary64.</summary>
    public float[] ToFloats() => Type switch
    {
        DType.Float32 => AsSpan<float>().ToArray(),
        DType.Float64 => Array.ConvertAll(AsSpan<double>().ToArray(), v => (float)v),
        DType.Float16 => Array.ConvertAll(AsSpan<Half>().ToArray(), v => (float)v),
        _ => throw new TensorStateException($"{this} is read as floating point. Cast it first."),
    };

    /// <summary>Copies into a new tensor.</summary>
    public Tensor ToTensor() => Tensor.FromBytes(Bytes.Span, Shape, Type);

    /// <inheritdoc/>
    public override string ToString() => $"{Type.ShortName()}{Shape}";
}
