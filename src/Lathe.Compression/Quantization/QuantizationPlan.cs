using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>
/// What of a graph is quantized: layers that run in integers, the values around and between them, and layers that stay in
/// floating point with their weights stored as codes.
/// </summary>
public sealed class QuantizationPlan
{
    private static readonly HashSet<string> s_layers = ["Conv", "Gemm", "MatMul"];
    private static readonly HashSet<string> s_between = ["Add", "Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten", "Reshape", "Transpose", "Squeeze", "Resize", "Mul", "Sigmoid", "HardSigmoid", "LeakyRelu"];
    private static readonly HashSet<string> s_sameScale = ["MaxPool", "Flatten", "Reshape", "Transpose", "Squeeze"];

    private readonly List<string> _values = [];
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, string> _sameAs = [];
    private readonly List<Node> _layers = [];
    private readonly List<Node> _weightOnly = [];

    private QuantizationPlan()
    {
    }

    /// <summary>The quantized values, in order.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Values that take the scale of another, because a node only moves their elements.</summary>
    public IReadOnlyDictionary<string, string> SameAs => _sameAs;

    /// <summary>The layers that run in integers.</summary>
    public IReadOnlyList<Node> Layers => _layers;

    /// <summary>The layers that run in floating point, their weights stored as codes.</summary>
    public IReadOnlyList<Node> WeightOnly => _weightOnly;

    /// <summary>Plans a graph whose batch normalisation is folded.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="excluded">Nodes left as they are.</param>
    /// <param name="weightOnly">
    /// Layers of which only the weights are quantized. One whose input and output are quantized all the same, because its neighbours
    /// run in integers, runs in integers too: ONNX Runtime would quantize its weights anew, per tensor, if it did not.
    /// </param>
    public static QuantizationPlan Of(ModelGraph graph, IReadOnlyCollection<string> excluded, IReadOnlyCollection<string>? weightOnly = null)
    {
        var index = new GraphIndex(graph);
        HashSet<string> floating = SharingWeights(graph, weightOnly ?? []);
        while (true)
        {
            QuantizationPlan plan = Of(graph, excluded, floating, index);
            Node[] enclosed = [.. plan._weightOnly.Where(n => n.OpType != "MatMul" && plan._known.Contains(n.Inputs[0]) && plan._known.Contains(AfterRectifier(n, index)))];
            if (enclosed.Length == 0)
            {
                return plan;
            }

            floating.ExceptWith(enclosed.Select(n => n.Name));
        }
    }

    private static QuantizationPlan Of(ModelGraph graph, IReadOnlyCollection<string> excluded, HashSet<string> floating, GraphIndex index)
    {
        var plan = new QuantizationPlan();
        foreach (Node node in graph.Nodes.Where(n => n.Domain.Length == 0 && !excluded.Contains(n.Name)))
        {
            if (IsLayer(node, graph))
            {
                plan.AddLayer(node, floating.Contains(node.Name), index);
            }
            else if (s_between.Contains(node.OpType) && DataInputs(node, graph).All(plan._known.Contains) && !IsLast(node, index))
            {
                string output = AfterRectifier(node, index);
                plan.Quantize(output);
                if (s_sameScale.Contains(node.OpType))
                {
                    plan._sameAs[output] = node.Inputs[0];
                }
            }
        }

        return plan;
    }

    /// <summary>The value a rectifier behind a node makes, which its quantization absorbs; else the node's own.</summary>
    internal static string AfterRectifier(Node node, GraphIndex index)
    {
        bool absorbs = node.OpType is "Conv" or "Gemm" or "MatMul" or "Add";
        return absorbs && index.SingleConsumer(node.Outputs[0]) is { OpType: "Relu" or "Clip" } next ? next.Outputs[0] : node.Outputs[0];
    }

    /// <summary>True for convolutions and dense layers with constant weights.</summary>
    internal static bool IsLayer(Node node, ModelGraph graph) =>
        s_layers.Contains(node.OpType) && node.Input(1) is { } w && graph.Parameters.TryGetValue(w, out TensorData? data) && data.Type == DType.Float32 && data.Shape.Rank >= 2
        && (node.Input(2) is not { } b || graph.Parameters.ContainsKey(b)) && (node.OpType != "Gemm" || (node.Attributes.Float("alpha", 1) == 1 && node.Attributes.Float("beta", 1) == 1 && node.Attributes.Int("transA", 0) == 0));

    private void AddLayer(Node node, bool weightOnly, GraphIndex index)
    {
        if (weightOnly)
        {
            _weightOnly.Add(node);
            return;
        }

        _layers.Add(node);
        Quantize(node.Inputs[0]);
        if (!IsLast(node, index))
        {
            Quantize(AfterRectifier(node, index));
        }
    }

    private void Quantize(string value)
    {
        if (_known.Add(value))
        {
            _values.Add(value);
        }
    }

    // One weight cannot be stored in two ways: layers that share one stay in floating point together.
    private static HashSet<string> SharingWeights(ModelGraph graph, IReadOnlyCollection<string> weightOnly)
    {
        HashSet<string> weights = [.. graph.Nodes.Where(n => weightOnly.Contains(n.Name)).Select(n => n.Input(1) ?? "")];
        return [.. graph.Nodes.Where(n => n.Input(1) is { } w && weights.Contains(w)).Select(n => n.Name)];
    }

    private static IEnumerable<string> DataInputs(Node node, ModelGraph graph) => node.Inputs.Where((input, i) => input.Length > 0 && (i == 0 || !graph.Parameters.ContainsKey(input)));

    // Results handed out stay in floating point: integers would only coarsen them.
    private static bool IsLast(Node node, GraphIndex index) => index.IsOutput(AfterRectifier(node, index)) || index.IsOutput(node.Outputs[0]);
}
