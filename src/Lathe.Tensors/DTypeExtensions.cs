namespace Lathe.Tensors;

/// <summary>Facts about element types.</summary>
public static class DTypeExtensions
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.Float64 or DType.Int64 or DType.UInt64 => 8,
        DType.Float32 or DType.Int32 or DType.UInt32 => 4,
        DType.Float16 or DType.BFloat16 or DType.Int16 or DType.UInt16 => 2,
        _ => 1,
    };

    /// <summary>True for the types gradients can flow through.</summary>
    public static bool IsFloating(this DType type) => type is DType.Float32 or DType.Float16 or DType.BFloat16 or DType.Float64;

    /// <summary>The short name used in printed graphs: f32, i8, bool.</summary>
    public static string ShortName(this DType type) => type switch
    {
        DType.Float32 => "f32",
        DType.Float16 => "f16",
        DType.BFloat16 => "bf16",
        DType.Float64 => "f64",
        DType.Int8 => "i8",
        DType.UInt8 => "u8",
        DType.Int16 => "i16",
        DType.UInt16 => "u16",
        DType.Int32 => "i32",
        DType.UInt32 => "u32",
        DType.Int64 => "i64",
        DType.UInt64 => "u64",
        _ => "bool",
    };

    /// <summary>The element type that stores values of the .NET type <typeparamref name="T"/>.</summary>
    /// <exception cref="TensorStateException">No element type stores <typeparamref name="T"/>.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(Half)) return DType.Float16;
        if (typeof(T) == typeof(BFloat16)) return DType.BFloat16;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(sbyte)) return DType.Int8;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(short)) return DType.Int16;
        if (typeof(T) == typeof(ushort)) return DType.UInt16;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(uint)) return DType.UInt32;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(ulong)) return DType.UInt64;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        throw new TensorStateException($"No tensor element type stores {typeof(T).Name}. Use float, Half, BFloat16, double, an integer or bool.");
    }
}
