using System.Runtime.InteropServices;
using Lathe.OnnxRuntime.Native;
using Lathe.Tensors;

namespace Lathe.OnnxRuntime;

/// <summary>A tensor that ONNX Runtime reads or writes in place.</summary>
public sealed unsafe class OrtValue : IDisposable
{
    private readonly OrtHandle _handle;
    private readonly nint _buffer;

    private OrtValue(OrtHandle handle, nint buffer, DType type, long[] dimensions)
    {
        (_handle, _buffer, Type, Dimensions) = (handle, buffer, type, dimensions);
    }

    /// <summary>The element type.</summary>
    public DType Type { get; }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>The number of elements.</summary>
    public int Count => (int)Dimensions.Aggregate(1L, (a, b) => a * b);

    internal nint Handle => _handle.Value;

    /// <summary>Copies data into memory of its own.</summary>
    /// <exception cref="ShapeException">The data does not fill the dimensions.</exception>
    public static OrtValue From<T>(ReadOnlySpan<T> data, params long[] dimensions)
        where T : unmanaged => FromBytes(MemoryMarshal.AsBytes(data), DTypeExtensions.Of<T>(), dimensions);

    /// <summary>Copies row-major bytes into memory of its own.</summary>
    public static OrtValue FromBytes(ReadOnlySpan<byte> data, DType type, params long[] dimensions)
    {
        long bytes = dimensions.Aggregate(1L, (a, b) => a * b) * type.Size();
        if (bytes != data.Length)
        {
            throw new ShapeException($"{data.Length} bytes do not fill {type.ShortName()}[{string.Join(", ", dimensions)}] of {bytes}.");
        }

        void* buffer = NativeMemory.AlignedAlloc((nuint)Math.Max(1, bytes), 64);
        data.CopyTo(new Span<byte>(buffer, data.Length));
        nint value;
        fixed (long* shape = dimensions)
        {
            nint status = ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)OrtTable.Entry(OrtTable.CreateTensorWithDataAsOrtValue))(
                OrtEnvironment.CpuMemory, buffer, (nuint)bytes, shape, (nuint)dimensions.Length, OrtTypes.ToCode(type), &value);
            if (status != 0)
            {
                NativeMemory.AlignedFree(buffer);
                OrtTable.Check(status, "create a tensor");
            }
        }

        return new OrtValue(new OrtHandle(value, OrtTable.ReleaseValue), (nint)buffer, type, dimensions);
    }

    /// <summary>The data in place.</summary>
    public Span<T> AsSpan<T>()
        where T : unmanaged => DTypeExtensions.Of<T>() == Type
            ? new Span<T>(Data(), Count)
            : throw new TensorStateException($"A value of {Type.ShortName()} is read as {typeof(T).Name}.");

    /// <summary>The data as bytes.</summary>
    public Span<byte> AsBytes() => new(Data(), Count * Type.Size());

    /// <summary>Frees the tensor.</summary>
    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            _handle.Dispose();
            NativeMemory.AlignedFree((void*)_buffer);
        }
    }

    internal static OrtValue Adopt(nint value)
    {
        var handle = new OrtHandle(value, OrtTable.ReleaseValue);
        nint info;
        OrtTable.Check(((delegate* unmanaged<nint, nint*, nint>)OrtTable.Entry(OrtTable.GetTensorTypeAndShape))(value, &info), "describe a result");
        (DType type, long[] dimensions) = OrtShapes.Read(info, "result");
        ((delegate* unmanaged<nint, void>)OrtTable.Entry(OrtTable.ReleaseTensorTypeAndShapeInfo))(info);
        return new OrtValue(handle, 0, type, dimensions);
    }

    private void* Data()
    {
        void* data;
        OrtTable.Check(((delegate* unmanaged<nint, void**, nint>)OrtTable.Entry(OrtTable.GetTensorMutableData))(_handle.Value, &data), "read a tensor");
        return data;
    }
}
