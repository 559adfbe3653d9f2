using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>Symmetric per-channel codes of a weight.</summary>
public static class WeightQuantizer
{
    /// <summary>The largest code of 8 bits.</summary>
    public const int FullLimit = 127;

    /// <summary>The step of a channel of zeros.</summary>
    internal const float LeastStep = 1e-10f;

    /// <summary>The axis of a layer's weight that counts its outputs.</summary>
    public static int ChannelAxis(Node layer, TensorData weight) => layer.OpType switch
    {
        "Conv" => 0,
        "Gemm" => layer.Attributes.Int("transB", 0) != 0 ? 0 : 1,
        _ => weight.Shape.Rank - 1,
    };

    /// <summary>One scale per channel: largest magnitude over the largest code.</summary>
    public static float[] Scales(ReadOnlySpan<float> weight, Shape shape, int axis, int limit)
    {
        float[] largest = new float[shape[axis]];
        int inner = shape.Product(axis + 1, shape.Rank);
        for (int i = 0; i < weight.Length; i++)
        {
            int channel = i / inner % largest.Length;
            largest[channel] = Math.Max(largest[channel], Math.Abs(weight[i]));
        }

        return Array.ConvertAll(largest, l => Math.Max(l / limit, LeastStep));
    }

    /// <summary>The codes.</summary>
    public static TensorData Quantize(TensorData weight, float[] scales, int axis, int limit)
    {
        ReadOnlySpan<float> values = weight.AsSpan<float>();
        sbyte[] codes = new sbyte[values.Length];
        int inner = weight.Shape.Product(axis + 1, weight.Shape.Rank);
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scales[i / inner % scales.Length]), -limit, limit);
        }

        return TensorData.From<sbyte>(codes, weight.Shape);
    }
}
