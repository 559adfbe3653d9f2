using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>A weight that becomes codes, with the first layer that reads it.</summary>
/// <param name="Node">The layer.</param>
/// <param name="Weight">The parameter.</param>
/// <param name="Axis">The dimension that counts output channels.</param>
/// <param name="Shape">The weight's dimensions.</param>
public sealed record WeightLayer(Node Node, string Weight, int Axis, Shape Shape)
{
    private readonly int _inner = Shape.Product(Axis + 1, Shape.Rank);

    /// <summary>Output channels.</summary>
    public int Outputs => Shape[Axis];

    /// <summary>Weights of an output channel.</summary>
    public int Inputs => Shape.Count / Math.Max(1, Outputs);

    /// <summary>Groups of a convolution.</summary>
    public int Groups => Node.OpType == "Conv" ? (int)Node.Attributes.Int("group", 1) : 1;

    /// <summary>True for products of inputs and weights, for which inputs can be measured.</summary>
    public bool IsProduct => Node.OpType is "Gemm" or "MatMul" or "Conv" && Shape.Rank is 2 or 4;

    /// <summary>Where the k-th weight of an output lies.</summary>
    public int Place(int output, int k) => (k / _inner * _inner * Outputs) + (output * _inner) + (k % _inner);

    /// <summary>The layers of a prepared network, in order.</summary>
    public static IReadOnlyList<WeightLayer> Of(ModelGraph graph, IReadOnlyCollection<string> except)
    {
        string[] unknown = [.. except.Where(e => graph.Nodes.All(n => n.Name != e))];
        if (unknown.Length > 0)
        {
            throw new InvalidInputException($"except names '{string.Join("', '", unknown)}', which the network does not have. Its layers are {string.Join(", ", Of(graph, []).Select(l => l.Node.Name))}.");
        }

        var layers = new List<WeightLayer>();
        foreach (string weight in Patterns.CompressibleWeights.Of(graph))
        {
            Node[] readers = [.. graph.Nodes.Where(n => n.Inputs.Contains(weight))];
            TensorData data = graph.Parameters[weight];
            if (data.Type == DType.Float32 && !readers.Any(r => except.Contains(r.Name)))
            {
                layers.Add(new WeightLayer(readers[0], weight, AxisOf(readers[0], data), data.Shape));
            }
        }

        return layers.Count > 0 ? layers : throw new InvalidInputException($"Network '{graph.Name}' has no weights to quantize{(except.Count > 0 ? " but those that 'except' names" : "")}.");
    }

    private static int AxisOf(Node node, TensorData weight) => node.OpType switch
    {
        "Conv" or "Gemm" or "MatMul" => WeightQuantizer.ChannelAxis(node, weight),
        "ConvTranspose" or "LSTM" or "GRU" or "RNN" => 1,
        _ => 0,
    };
}
