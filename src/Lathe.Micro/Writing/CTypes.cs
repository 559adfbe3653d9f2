using Lathe.Tensors;

namespace Lathe.Micro.Writing;

/// <summary>What the elements of a value are called in C.</summary>
internal static class CTypes
{
    /// <summary>The type.</summary>
    public static string Of(DType type) => type switch
    {
        DType.Float32 => "float",
        DType.Int16 => "int16_t",
        _ => "int8_t",
    };

    /// <summary>The end of kernels' names.</summary>
    public static string Suffix(DType type) => type switch
    {
        DType.Float32 => "f32",
        DType.Int16 => "s16",
        _ => "s8",
    };
}
