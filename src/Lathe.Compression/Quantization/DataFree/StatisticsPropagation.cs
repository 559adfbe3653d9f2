using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.DataFree;

/// <summary>
/// Follows means and variances through a network whose normalisation is folded: what a normalisation made has its shift as mean and its
/// scale as deviation, functions and sums follow from that, and the network's input is taken as normalised.
/// </summary>
internal sealed class StatisticsPropagation
{
    private static readonly HashSet<string> s_moves = ["MaxPool", "AveragePool", "GlobalAveragePool", "Flatten", "Identity", "Dropout", "Reshape", "Squeeze", "Resize"];

    private readonly Dictionary<string, ValueStatistics> _values = [];
    private readonly IReadOnlyDictionary<string, (double[] Mean, double[] Deviation)> _anchors;
    private readonly double _deviations;
    private readonly ModelGraph _graph;

    private StatisticsPropagation(ModelGraph graph, IReadOnlyDictionary<string, (double[] Mean, double[] Deviation)> anchors, double deviations) => (_graph, _anchors, _deviations) = (graph, anchors, deviations);

    /// <summary>Statistics of all values that can be followed.</summary>
    /// <param name="graph">The network, normalisation folded.</param>
    /// <param name="anchors">Mean and deviation of values that normalisations made.</param>
    /// <param name="channels">Channels of the network's input.</param>
    /// <param name="deviations">How far values are expected from their mean.</param>
    public static IReadOnlyDictionary<string, ValueStatistics> Run(ModelGraph graph, IReadOnlyDictionary<string, (double[] Mean, double[] Deviation)> anchors, int channels, double deviations)
    {
        var propagation = new StatisticsPropagation(graph, anchors, deviations);
        double[] ones = new double[channels];
        Array.Fill(ones, 1);

        // Normalised inputs are bounded: pixels rarely lie further out than three deviations.
        propagation._values[graph.Inputs[0].Name] = ValueStatistics.Normal(new double[channels], ones, Math.Min(3, deviations));
        foreach (Node node in graph.Nodes)
        {
            if (propagation.Of(node) is { } statistics)
            {
                propagation._values[node.Outputs[0]] = statistics;
            }
        }

        return propagation._values;
    }

    private ValueStatistics? Of(Node node)
    {
        if (_anchors.TryGetValue(node.Outputs[0], out (double[] Mean, double[] Deviation) anchor))
        {
            return ValueStatistics.Normal(anchor.Mean, Array.ConvertAll(anchor.Deviation, d => d * d), _deviations);
        }

        return node.OpType switch
        {
            "Conv" or "Gemm" or "MatMul" => Product(node),
            "Add" => Sum(node),
            "Concat" when node.Attributes.Int("axis", 0) == 1 => Joined(node),
            _ => Value(node.Input(0)) is { } input ? Through(node, input) : null,
        };
    }

    private ValueStatistics? Through(Node node, ValueStatistics input) => node.OpType switch
    {
        "Relu" => input.Through(v => Math.Max(0, v)),
        "LeakyRelu" => input.Through(v => v >= 0 ? v : v * node.Attributes.Float("alpha", 0.01f)),
        "Sigmoid" => input.Through(v => 1 / (1 + Math.Exp(-v))),
        "HardSigmoid" => input.Through(v => Math.Clamp((v * node.Attributes.Float("alpha", 0.2f)) + node.Attributes.Float("beta", 0.5f), 0, 1)),
        "HardSwish" => input.Through(v => v * Math.Clamp((v / 6) + 0.5, 0, 1)),
        "Tanh" => input.Through(Math.Tanh),
        "Clip" => input.Through(v => Math.Clamp(v, Constant(node, 1) ?? double.NegativeInfinity, Constant(node, 2) ?? double.PositiveInfinity)),
        "Pad" => Padded(node, input),
        "Slice" => Integers(node, 3, "axes") is { } axes && axes.All(a => a is not (0 or 1)) ? input : null,
        _ => s_moves.Contains(node.OpType) ? input : null,
    };

    // Channels of zeros before and behind, as in shortcuts without weights; borders are taken as part of the image.
    private ValueStatistics? Padded(Node node, ValueStatistics input)
    {
        if (Integers(node, 1, "pads") is not { Length: >= 4 } pads || (Constant(node, 2) ?? 0) != 0)
        {
            return null;
        }

        int rank = pads.Length / 2;
        double[] before = new double[pads[1]], behind = new double[pads[rank + 1]];
        return new ValueStatistics([.. before, .. input.Mean, .. behind], [.. before, .. input.Variance, .. behind], Math.Min(0, input.Low), Math.Max(0, input.High));
    }

    private long[]? Integers(Node node, int input, string attribute) =>
        node.Input(input) is { } name && _graph.Parameters.TryGetValue(name, out TensorData? data) ? data.ToIntegers() : node.Attributes.Ints(attribute);

    private ValueStatistics? Value(string? name) => name is null ? null : _values.GetValueOrDefault(name);

    private double? Constant(Node node, int input) => node.Input(input) is { } name && _graph.Parameters.TryGetValue(name, out TensorData? data) && data.Count == 1 ? data.ToFloats()[0] : null;

    // Of independent inputs: means by the weights, variances by their squares.
    private ValueStatistics? Product(Node node)
    {
        if (Value(node.Inputs[0]) is not { } input || !QuantizationPlan.IsLayer(node, _graph))
        {
            return null;
        }

        TensorData data = _graph.Parameters[node.Inputs[1]];
        var layer = new WeightLayer(node, node.Inputs[1], WeightQuantizer.ChannelAxis(node, data), data.Shape);
        float[] weight = data.ToFloats();
        float[]? bias = node.Input(2) is { } name ? _graph.Parameters[name].ToFloats() : null;
        double[] mean = new double[layer.Outputs], variance = new double[layer.Outputs];
        for (int output = 0; output < mean.Length; output++)
        {
            mean[output] = bias is null ? 0 : bias[bias.Length == 1 ? 0 : output];
            for (int k = 0; k < layer.Inputs; k++)
            {
                double w = weight[layer.Place(output, k)];
                int channel = InputChannel(layer, output, k, input.Mean.Length);
                mean[output] += w * input.Mean[channel];
                variance[output] += w * w * input.Variance[channel];
            }
        }

        return ValueStatistics.Normal(mean, variance, _deviations);
    }

    /// <summary>The input channel that a weight reads.</summary>
    internal static int InputChannel(WeightLayer layer, int output, int k, int channels)
    {
        int within = (int)((long)k * (channels / layer.Groups) / layer.Inputs);
        return (output / (layer.Outputs / layer.Groups) * (channels / layer.Groups)) + within;
    }

    private ValueStatistics? Sum(Node node)
    {
        if (Value(node.Inputs[0]) is { } left && Value(node.Inputs[1]) is { } right && left.Mean.Length == right.Mean.Length)
        {
            ValueStatistics sum = ValueStatistics.Normal([.. left.Mean.Zip(right.Mean, (a, b) => a + b)], [.. left.Variance.Zip(right.Variance, (a, b) => a + b)], _deviations);
            return sum with { Low = Math.Max(sum.Low, left.Low + right.Low), High = Math.Min(sum.High, left.High + right.High) };
        }

        string? constant = node.Inputs.FirstOrDefault(_graph.Parameters.ContainsKey);
        if (constant is null || Value(node.Inputs.First(i => i != constant)) is not { } input || _graph.Parameters[constant].Count != input.Mean.Length)
        {
            return null;
        }

        float[] shift = _graph.Parameters[constant].ToFloats();
        return ValueStatistics.Normal([.. input.Mean.Select((m, c) => m + shift[c])], input.Variance, _deviations);
    }

    private ValueStatistics? Joined(Node node)
    {
        ValueStatistics?[] parts = [.. node.Inputs.Select(Value)];
        return parts.Any(p => p is null) ? null : new ValueStatistics([.. parts.SelectMany(p => p!.Mean)], [.. parts.SelectMany(p => p!.Variance)], parts.Min(p => p!.Low), parts.Max(p => p!.High));
    }
}
