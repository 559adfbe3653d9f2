using Lathe.Graph;

namespace Lathe.Compression.Quantization;

/// <summary>Which values of a graph are quantized: the data inputs and outputs of quantized layers, and what lies between them.</summary>
public sealed class QuantizationPlan
{
    private static readonly HashSet<string> s_layers = ["Conv", "Gemm", "MatMul"];
    private static readonly HashSet<string> s_between = ["Add", "Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten", "Reshape", "Transpose", "Squeeze", "Resize", "Mul", "Sigmoid", "HardSigmoid", "LeakyRelu"];
    private static readonly HashSet<string> s_sameScale = ["MaxPool", "Flatten", "Reshape", "Transpose", "Squeeze"];

    private QuantizationPlan(IReadOnlyList<string> values, IReadOnlyDictionary<string, string> sameAs, IReadOnlyList<Node> layers) => (Values, SameAs, Layers) = (values, sameAs, layers);

    /// <summary>The quantized values, in order.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Values that take the scale of another, because a node only moves their elements.</summary>
    public IReadOnlyDictionary<string, string> SameAs { get; }

    /// <summary>The layers that run in integers.</summary>
    public IReadOnlyList<Node> Layers { get; }

    /// <summary>Plans a graph whose batch normalisation is folded.</summary>
    public static QuantizationPlan Of(ModelGraph graph, IReadOnlyCollection<string> excluded)
    {
        var index = new GraphIndex(graph);
        var values = new List<string>();
        var known = new HashSet<string>();
        var sameAs = new Dictionary<string, string>();
        var layers = new List<Node>();
        void Quantize(string value)
        {
            if (known.Add(value))
            {
                values.Add(value);
            }
        }

        foreach (Node node in graph.Nodes.Where(n => n.Domain.Length == 0 && !excluded.Contains(n.Name)))
        {
            if (IsLayer(node, graph))
            {
                layers.Add(node);
                Quantize(node.Inputs[0]);
                if (!IsLast(node, graph, index))
                {
                    Quantize(AfterRectifier(node, index));
                }
            }
            else if (s_between.Contains(node.OpType) && DataInputs(node, graph).All(known.Contains) && !IsLast(node, graph, index))
            {
                string output = AfterRectifier(node, index);
                Quantize(output);
                if (s_sameScale.Contains(node.OpType))
                {
                    sameAs[output] = node.Inputs[0];
                }
            }
        }

        return new QuantizationPlan(values, sameAs, layers);
    }

    /// <summary>The value a rectifier behind a node makes, which its quantization absorbs; else the node's own.</summary>
    internal static string AfterRectifier(Node node, GraphIndex index)
    {
        bool absorbs = node.OpType is "Conv" or "Gemm" or "MatMul" or "Add";
        return absorbs && index.SingleConsumer(node.Outputs[0]) is { OpType: "Relu" or "Clip" } next ? next.Outputs[0] : node.Outputs[0];
    }

    /// <summary>True for convolutions and dense layers with constant weights.</summary>
    internal static bool IsLayer(Node node, ModelGraph graph) =>
        s_layers.Contains(node.OpType) && node.Input(1) is { } w && graph.Parameters.TryGetValue(w, out TensorData? data) && data.Type == Tensors.DType.Float32 && data.Shape.Rank >= 2
        && (node.Input(2) is not { } b || graph.Parameters.ContainsKey(b)) && (node.OpType != "Gemm" || (node.Attributes.Float("alpha", 1) == 1 && node.Attributes.Float("beta", 1) == 1 && node.Attributes.Int("transA", 0) == 0));

    private static IEnumerable<string> DataInputs(Node node, ModelGraph graph) => node.Inputs.Where((input, i) => input.Length > 0 && (i == 0 || !graph.Parameters.ContainsKey(input)));

    // Results handed out stay in floating point: integers would only coarsen them.
    private static bool IsLast(Node node, ModelGraph graph, GraphIndex index) => index.IsOutput(AfterRectifier(node, index)) || index.IsOutput(node.Outputs[0]);
}
