using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting;

/// <summary>
/// A convolution, transposed convolution or dense layer with constant weights, ready to take in a map
/// <c>scale[c] y[c] + shift[c]</c> of its output channels: it is linear, so the map moves into weights and bias exactly.
/// </summary>
internal sealed class FoldableLayer
{
    private readonly GraphFacts _facts;
    private readonly Node _node;
    private readonly TensorData _weight;
    private readonly TensorData? _bias;

    private FoldableLayer(GraphFacts facts, Node node, TensorData weight, TensorData? bias) => (_facts, _node, _weight, _bias) = (facts, node, weight, bias);

    /// <summary>The number of output channels.</summary>
    public int Channels => _node.OpType switch
    {
        "Conv" => _weight.Shape[0],
        "ConvTranspose" => _weight.Shape[1] * Groups,
        _ => TransposedWeight ? _weight.Shape[0] : _weight.Shape[1],
    };

    /// <summary>The number of dimensions of the output.</summary>
    public int Rank => _weight.Shape.Rank;

    private int Groups => (int)_node.Attributes.Int("group", 1);

    private bool TransposedWeight => _node.Attributes.Int("transB", 0) != 0;

    /// <summary>The layer that makes a value, if only <paramref name="reader"/> reads it and its weights are constants.</summary>
    public static FoldableLayer? Before(GraphFacts facts, string value, Node reader)
    {
        if (facts.Made(value, "Conv", "ConvTranspose", "Gemm") is not { } node || !ReferenceEquals(facts.Index.SingleConsumer(value), reader))
        {
            return null;
        }

        TensorData? bias = facts.Constant(node.Input(2));
        if (facts.Constant(node.Inputs[1]) is not { Type: DType.Float32 } weight || weight.Shape.Rank < 2 || (node.Input(2) is not null && bias is null))
        {
            return null;
        }

        var layer = new FoldableLayer(facts, node, weight, bias);
        bool biasFits = bias is null || (bias.Type == DType.Float32 && (bias.Count == 1 || (bias.Count == layer.Channels && bias.Shape[-1] == layer.Channels)));
        return biasFits ? layer : null;
    }

    /// <summary>Takes in the map a node computes; the layer then makes that node's output.</summary>
    public void Absorb(GraphEditor editor, Node map, double[] scale, double[] shift)
    {
        float[] weight = _weight.ToFloats();
        for (int i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(weight[i] * scale[ChannelOf(i)]);
        }

        float[] bias = new float[Channels];
        float[]? old = _bias?.ToFloats();
        double beta = _node.OpType == "Gemm" ? _node.Attributes.Float("beta", 1) : 1;
        for (int c = 0; c < bias.Length; c++)
        {
            bias[c] = (float)((old is null ? 0 : scale[c] * beta * old[old.Length == 1 ? 0 : c]) + shift[c]);
        }

        string weightName = Store(editor, _node.Inputs[1], TensorData.From<float>(weight, _weight.Shape));
        TensorData biasData = TensorData.From<float>(bias, new Shape(bias.Length));
        string biasName = _node.Input(2) is { } existing ? Store(editor, existing, biasData) : editor.AddParameter(_node.Name + "/bias", biasData);
        editor.Replace(_node, _node with
        {
            Inputs = [_node.Inputs[0], weightName, biasName],
            Outputs = [map.Outputs[0]],
            Attributes = _node.Attributes.Without("beta"),
        });
        editor.Remove(map);
        foreach (string used in map.Inputs.Where(i => _facts.Constant(i) is not null && IsReadOnce(i)))
        {
            editor.RemoveParameter(used);
        }
    }

    private int ChannelOf(int index)
    {
        Shape shape = _weight.Shape;
        switch (_node.OpType)
        {
            case "Conv":
                return index / shape.Product(1, shape.Rank);
            case "ConvTranspose":
                int inner = shape.Product(2, shape.Rank);
                int input = index / (inner * shape[1]), within = index / inner % shape[1];
                return (input / (shape[0] / Groups) * shape[1]) + within;
            default:
                return TransposedWeight ? index / shape[1] : index % shape[1];
        }
    }

    // A tensor that others read as well keeps its values; this layer gets one of its own.
    private string Store(GraphEditor editor, string name, TensorData data) =>
        IsReadOnce(name) ? editor.SetParameter(name, data) : editor.AddParameter(name + "_folded", data);

    private bool IsReadOnce(string name) => !_facts.Index.IsOutput(name) && _facts.Index.Consumers(name) is [Node only] && only.Inputs.Count(i => i == name) == 1;
}
