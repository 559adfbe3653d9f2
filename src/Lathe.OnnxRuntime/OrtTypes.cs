using Lathe.Tensors;

namespace Lathe.OnnxRuntime;

/// <summary>ONNX Runtime's numbers of element types (the same as ONNX's).</summary>
internal static class OrtTypes
{
    private static readonly DType?[] s_types = [null, DType.Float32, DType.UInt8, DType.Int8, DType.UInt16, DType.Int16, DType.Int32, DType.Int64, null, DType.Bool, DType.Float16, DType.Float64, DType.UInt32, DType.UInt64, null, null, DType.BFloat16];

    public static DType FromCode(int code, string where) => code >= 0 && code < s_types.Length && s_types[code] is { } type
        ? type
        : throw new OnnxRuntimeException($"'{where}' has element type {code}, which Lathe does not carry (texts, complex and 4-bit numbers).");

    public static int ToCode(DType type) => Array.IndexOf(s_types, type);
}
