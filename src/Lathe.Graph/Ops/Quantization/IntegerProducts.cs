using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantization;

/// <summary>
/// Integer convolutions and products. Codes minus zero points are small integers, so binary32 kernels are exact as long as sums
/// stay below 2^24; longer sums are split.
/// </summary>
internal static class IntegerProducts
{
    private const int ExactDepth = 256;

    /// <summary>Codes minus zero points as binary32; a vector of zero points runs along <paramref name="axis"/>.</summary>
    public static Tensor Centered(Tensor codes, Tensor? zero, int axis)
    {
        Tensor values = Functions.Cast(codes, DType.Float32);
        if (zero is null)
        {
            return values;
        }

        Tensor offsets = Functions.Cast(zero, DType.Float32);
        if (offsets.Count > 1)
        {
            int[] shape = new int[codes.Rank];
            Array.Fill(shape, 1);
            shape[codes.Shape.Axis(axis)] = offsets.Count;
            offsets = Functions.Reshape(offsets, new Tensors.Shape(shape));
        }

        return Functions.Subtract(values, offsets);
    }

    /// <summary>Exact convolution of centered codes, as i32.</summary>
    public static Tensor Convolution(Tensor x, Tensor w, ConvolutionOptions options)
    {
        int channels = w.Shape[1], each = Math.Max(1, ExactDepth / w.Shape.Product(2, w.Rank));
        if (options.Groups > 1 || channels <= each)
        {
            return Functions.Cast(Functions.Convolution(x, w, null, options), DType.Int32);
        }

        Tensor? sum = null;
        for (int c = 0; c < channels; c += each)
        {
            int count = Math.Min(each, channels - c);
            Tensor part = Functions.Cast(Functions.Convolution(Functions.Slice(x, 1, c, count), Functions.Slice(w, 1, c, count), null, options), DType.Int32);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return sum!;
    }

    /// <summary>Exact matrix product of centered codes, as i32.</summary>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        int depth = a.Shape[-1];
        Tensor? sum = null;
        for (int k = 0; k < depth; k += ExactDepth)
        {
            int count = Math.Min(ExactDepth, depth - k);
            Tensor part = Functions.Cast(Functions.MatMul(Functions.Slice(a, a.Rank - 1, k, count), Functions.Slice(b, Math.Max(0, b.Rank - 2), k, count)), DType.Int32);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return sum!;
    }

    /// <summary>Codes of i32 sums: <c>clamp(round(sum multiplier) + zero)</c>, multiplier per tensor or along an axis.</summary>
    public static Tensor Requantize(Tensor sums, float[] multiplier, int axis, QuantizationParameters output)
    {
        int[] values = sums.ToArray<int>();
        float[] codes = new float[values.Length];
        int inner = multiplier.Length == 1 ? values.Length : sums.Shape.Product(sums.Shape.Axis(axis) + 1, sums.Rank);
        for (int i = 0; i < codes.Length; i++)
        {
            float factor = multiplier.Length == 1 ? multiplier[0] : multiplier[i / inner % multiplier.Length];
            codes[i] = Math.Clamp(MathF.Round(values[i] * factor) + output.Zero[0], output.Low, output.High);
        }

        return Functions.Cast(Tensor.From<float>(codes, sums.Shape), output.Type);
    }
}
