using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Runtime;

/// <summary>Between numbers in a model's order and codes in an integer graph's.</summary>
public static class CodedTensors
{
    /// <summary>What a network is given for one sample: codes in the scale of an input, or the numbers themselves in the graph's order.</summary>
    /// <param name="values">The numbers of one sample; images as [C, H, W].</param>
    /// <param name="value">An input of the graph.</param>
    /// <param name="graph">The graph.</param>
    /// <exception cref="InvalidInputException">There are more or fewer numbers than the input has.</exception>
    public static TensorData Encode(ReadOnlySpan<float> values, IntegerValue value, IntegerGraph graph) =>
        value.Type == DType.Float32 ? Arrange(values, value) : Quantize(values, value, graph.Scales[value.Name]);

    /// <summary>Numbers of one sample in the order of a value in floating point.</summary>
    /// <exception cref="InvalidInputException">There are more or fewer numbers than the value has.</exception>
    public static TensorData Arrange(ReadOnlySpan<float> values, IntegerValue value)
    {
        RequireCount(values, value);
        var arranged = new float[values.Length];
        for (int i = 0; i < arranged.Length; i++)
        {
            arranged[i] = values[Place(i, value.Shape)];
        }

        return TensorData.From<float>(arranged, value.Shape);
    }

    /// <summary>The codes of an input.</summary>
    /// <param name="values">The numbers of one sample; images as [C, H, W].</param>
    /// <param name="value">The input, images as [1, H, W, C].</param>
    /// <param name="scale">What its codes mean.</param>
    /// <exception cref="InvalidInputException">There are more or fewer numbers than codes.</exception>
    public static TensorData Quantize(ReadOnlySpan<float> values, IntegerValue value, CodeScale scale)
    {
        RequireCount(values, value);
        bool wide = value.Type == DType.Int16;
        int low = wide ? short.MinValue : sbyte.MinValue, high = wide ? short.MaxValue : sbyte.MaxValue;
        var codes = new short[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = (short)Math.Clamp(MathF.Round(values[Place(i, value.Shape)] / (float)scale.Scale) + scale.Zero, low, high);
        }

        return wide ? TensorData.From<short>(codes, value.Shape) : TensorData.From<sbyte>(Array.ConvertAll(codes, c => (sbyte)c), value.Shape);
    }

    /// <summary>The numbers of codes; images as [C, H, W].</summary>
    public static float[] Dequantize(TensorData codes, CodeScale scale) => Reordered(Array.ConvertAll(codes.ToIntegers(), c => (float)(scale.Scale * (c - scale.Zero))), codes.Shape);

    /// <summary>The numbers of a value in floating point in the model's order; images as [C, H, W].</summary>
    public static float[] Numbers(TensorData values) => Reordered(values.ToFloats(), values.Shape);

    private static float[] Reordered(float[] read, Shape shape)
    {
        var values = new float[read.Length];
        for (int i = 0; i < read.Length; i++)
        {
            values[Place(i, shape)] = read[i];
        }

        return values;
    }

    private static void RequireCount(ReadOnlySpan<float> values, IntegerValue value)
    {
        if (values.Length != value.Shape.Count)
        {
            throw new InvalidInputException($"{values.Length} numbers do not fill {value}, which has {value.Shape.Count}. Give one sample of the network's own size.");
        }
    }

    // Where the model has what stands at a place of a channels-last image.
    private static int Place(int i, Shape shape)
    {
        if (shape.Rank != 4)
        {
            return i;
        }

        int channels = shape[3], area = shape[1] * shape[2], pixel = i / channels;
        return (((pixel / area * channels) + (i % channels)) * area) + (pixel % area);
    }
}
