using Lathe.Tensors;

namespace Lathe.Graph.Ops;

/// <summary>The numbers ONNX gives to element types (TensorProto.DataType).</summary>
public static class OnnxTypes
{
    private static readonly DType?[] s_types = [null, DType.Float32, DType.UInt8, DType.Int8, DType.UInt16, DType.Int16, DType.Int32, DType.Int64, null, DType.Bool, DType.Float16, DType.Float64, DType.UInt32, DType.UInt64, null, null, DType.BFloat16];

    /// <summary>The element type of a number.</summary>
    /// <exception cref="InvalidInputException">It is one Lathe does not carry.</exception>
    public static DType FromCode(int code, string where) => code >= 0 && code < s_types.Length && s_types[code] is { } type
        ? type
        : throw new InvalidInputException($"{where} has ONNX element type {code} ({(code == 8 ? "text" : "unknown here")}), which is not supported. Supported are f32, f16, bf16, f64, 8- to 64-bit integers and bool.");

    /// <summary>The number of an element type.</summary>
    public static int ToCode(DType type) => Array.IndexOf(s_types, type);
}
