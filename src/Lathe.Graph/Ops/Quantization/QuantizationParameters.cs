using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>Scales, zero points and code range of a quantized tensor.</summary>
internal readonly record struct QuantizationParameters(float[] Scale, int[] Zero, DType Type)
{
    public int Low => Type switch
    {
        DType.Int8 => sbyte.MinValue,
        DType.Int16 => short.MinValue,
        DType.Int32 => int.MinValue,
        _ => 0,
    };

    public int High => Type switch
    {
        DType.Int8 => sbyte.MaxValue,
        DType.UInt8 => byte.MaxValue,
        DType.Int16 => short.MaxValue,
        DType.UInt16 => ushort.MaxValue,
        _ => int.MaxValue,
    };

    public static QuantizationParameters Read(ForwardContext context, int scale, int zero, DType otherwise)
    {
        float[] scales = context.Floats(scale)!;
        int[] zeros = context.Integers(zero) is { } given ? Array.ConvertAll(given, z => (int)z) : new int[scales.Length];
        return new QuantizationParameters(scales, zeros, context.Optional(zero)?.DType ?? otherwise);
    }
}
