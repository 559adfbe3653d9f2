using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>Reads the weights of layers, also those kept as codes: behind a DequantizeLinear, or a cast and a product with the scales.</summary>
internal sealed class WeightReader(ModelGraph graph)
{
    private const int Parts = 48;
    private static readonly HashSet<string> s_layers = ["Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN"];
    private readonly GraphIndex _index = new(graph);

    /// <summary>The weights of every layer.</summary>
    /// <param name="floating">The network in floating point, to compare codes with; none when null.</param>
    public IReadOnlyList<LayerWeights> Read(ModelGraph? floating)
    {
        var reference = floating is null ? null : new WeightReader(floating);
        var layers = new List<LayerWeights>();
        foreach (Node node in graph.Nodes.Where(n => n.Domain.Length == 0 && s_layers.Contains(n.OpType)))
        {
            if (Values(node) is { } weights)
            {
                layers.Add(Describe(node, weights, reference));
            }
        }

        return layers;
    }

    private static LayerWeights Describe(Node node, Weights weights, WeightReader? reference)
    {
        float[] values = weights.Values;
        double mean = values.Length == 0 ? 0 : values.Average(v => (double)v);
        return new LayerWeights
        {
            Layer = node.Name,
            Shape = weights.Shape.ToString(),
            Count = values.Length,
            Deviation = values.Length == 0 ? 0 : Math.Sqrt(values.Average(v => (v - mean) * (v - mean))),
            Zeros = values.Length == 0 ? 0 : (double)values.Count(v => v == 0) / values.Length,
            Values = Histogram.Of(values, Parts),
            Noise = weights.Step is { } step && reference?.Find(node.Name) is { } original && original.Shape.Equals(weights.Shape) ? QuantizationNoise.Of(original.Values, values, step) : null,
        };
    }

    private Weights? Find(string layer) => graph.Nodes.FirstOrDefault(n => n.Name == layer) is { } node ? Values(node) : null;

    private Weights? Values(Node node)
    {
        if (node.Input(1) is not { } input)
        {
            return null;
        }

        if (graph.Parameters.TryGetValue(input, out TensorData? stored))
        {
            return stored.Type == DType.Float32 ? new Weights(stored.Shape, stored.ToFloats(), null) : null;
        }

        return _index.Producer(input) switch
        {
            { OpType: "DequantizeLinear" } dequantize when Parameter(dequantize.Inputs[0]) is { } codes && Parameter(dequantize.Inputs[1]) is { } scales =>
                Dequantize(codes, scales, dequantize.Input(2) is { } zero ? graph.Parameters[zero].ToIntegers() : [0], (int)dequantize.Attributes.Int("axis", 1)),
            { OpType: "Mul" } product when _index.Producer(product.Inputs[0]) is { OpType: "Cast" } cast && Parameter(cast.Inputs[0]) is { } codes && Parameter(product.Inputs[1]) is { } scales =>
                Dequantize(codes, scales, [0], Math.Max(0, Array.FindIndex(scales.Shape.Dimensions.ToArray(), d => d > 1))),
            _ => null,
        };
    }

    private TensorData? Parameter(string name) => graph.Parameters.GetValueOrDefault(name);

    private static Weights Dequantize(TensorData codes, TensorData scales, long[] zeros, int axis)
    {
        long[] integers = codes.ToIntegers();
        float[] steps = scales.ToFloats();
        axis = axis < 0 ? axis + codes.Shape.Rank : axis;
        int inner = 1;
        for (int i = axis + 1; i < codes.Shape.Rank; i++)
        {
            inner *= codes.Shape[i];
        }

        int Channel(int place) => steps.Length == 1 ? 0 : place / inner % steps.Length;
        float[] values = new float[integers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (integers[i] - zeros[zeros.Length == 1 ? 0 : Channel(i)]) * steps[Channel(i)];
        }

        return new Weights(codes.Shape, values, i => steps[Channel(i)]);
    }

    private sealed record Weights(Shape Shape, float[] Values, Func<int, double>? Step);
}
