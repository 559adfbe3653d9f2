using Lathe.Graph.Ops;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>
/// Which parameters training changes: those that operators say they learn, and the biases and scales that exporters write as a
/// node of their own behind a layer (MatMul and Add, a spelled-out normalisation with Mul and Add). Other constants of the
/// arithmetic, as anchors, masks, means of the input or numbers of a formula, stay.
/// </summary>
internal sealed class LearnedParameters
{
    private readonly ModelGraph _graph;
    private readonly GraphIndex _index;
    private readonly HashSet<string> _names = [];

    private LearnedParameters(ModelGraph graph) => (_graph, _index) = (graph, new GraphIndex(graph));

    /// <summary>The names of a graph's learned parameters.</summary>
    public static HashSet<string> Of(ModelGraph graph)
    {
        var learned = new LearnedParameters(graph);
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (learned.IsFloat(node.Inputs[i]) && (OpRegistry.Find(node)?.Learns(i) == true || learned.IsAffineOf(node, i)))
                {
                    learned._names.Add(node.Inputs[i]);
                }
            }
        }

        return learned._names;
    }

    private bool IsFloat(string name) => _graph.Parameters.TryGetValue(name, out TensorData? data) && data.Type == DType.Float32;

    // A vector along channels, added to or multiplied with what a layer made. Nodes are in order, so what was found before is known.
    private bool IsAffineOf(Node node, int input)
    {
        if (node is not { Domain: "", OpType: "Add" or "Mul", Inputs.Length: 2 } || IsFloat(node.Inputs[1 - input]))
        {
            return false;
        }

        Shape shape = _graph.Parameters[node.Inputs[input]].Shape;
        bool vector = shape.Count > 1 && shape.Dimensions.Contains(shape.Count), alongLast = vector && shape[-1] > 1;
        return vector && Source(node.Inputs[1 - input], throughReshape: node.OpType == "Add") is { } layer && alongLast != MakesPlanes(layer);
    }

    /// <summary>The layer whose result a value is, perhaps in another arrangement or after another learned vector.</summary>
    private Node? Source(string value, bool throughReshape)
    {
        Node? node = _index.Producer(value);
        while (node is not null && !IsLayer(node))
        {
            string? next = node switch
            {
                { OpType: "Identity" or "Dropout" or "Cast" } => node.Inputs[0],
                { OpType: "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" } when throughReshape => node.Inputs[0],
                { OpType: "Add" or "Mul", Inputs.Length: 2 } when node.Inputs.Any(_names.Contains) => _names.Contains(node.Inputs[0]) ? node.Inputs[1] : node.Inputs[0],
                _ => null,
            };
            node = _index.Producer(next);
        }

        return node;
    }

    private bool IsLayer(Node node) => node.OpType switch
    {
        "MatMul" or "Gemm" or "Conv" or "ConvTranspose" => node.Inputs.Any(IsWeight),
        "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" => true,
        "Div" => _index.Producer(node.Inputs[1])?.OpType == "Sqrt" && _index.Producer(node.Inputs[0])?.OpType == "Sub",
        _ => false,
    };

    // Under quantization-aware training a quantizer stands between a weight and its layer.
    private bool IsWeight(string input) => _names.Contains(input) || (_index.Producer(input) is { } node && QuantizerOp.Is(node) && _names.Contains(node.Inputs[0]));

    private static bool MakesPlanes(Node layer) => layer.OpType is "Conv" or "ConvTranspose" or "BatchNormalization" or "InstanceNormalization";
}
