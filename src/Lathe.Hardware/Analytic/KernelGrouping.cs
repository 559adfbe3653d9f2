using Lathe.Graph;

namespace Lathe.Hardware.Analytic;

/// <summary>Splits the nodes of a graph into kernels by a backend's fusion rules.</summary>
internal sealed class KernelGrouping
{
    private static readonly HashSet<string> s_products = ["Conv", "ConvTranspose", "Gemm", "MatMul", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger"];
    private static readonly HashSet<string> s_views = ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"];
    private static readonly HashSet<string> s_codes = ["QuantizeLinear", "DequantizeLinear"];
    private static readonly HashSet<string> s_elementwise = ["Add", "Mul", "Sub", "Div", "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Gelu", "Elu", "Selu", "Celu", "PRelu", "Softplus", "Softsign", "Mish", "Erf", "Sqrt", "Exp", "Neg", "Abs", "Cast", "BatchNormalization", "Pow", "Log", "Min", "Max"];

    private readonly ModelGraph _graph;
    private readonly FusionRules _rules;
    private readonly GraphIndex _index;
    private readonly HashSet<string> _constant;
    private readonly HashSet<string> _ready;
    private readonly HashSet<Node> _taken = new(ReferenceEqualityComparer.Instance);

    public KernelGrouping(ModelGraph graph, FusionRules rules)
    {
        (_graph, _rules, _index) = (graph, rules, new GraphIndex(graph));
        _constant = [.. graph.Parameters.Keys, ""];
        _constant.ExceptWith(graph.Inputs.Select(i => i.Name));
        _ready = [.. graph.Inputs.Select(i => i.Name)];
    }

    /// <summary>True for values that depend on no input.</summary>
    public bool IsConstant(string value) => _constant.Contains(value);

    /// <summary>True when a node computes nothing and its output is its input's memory.</summary>
    public static bool IsView(Node node) => s_views.Contains(node.OpType) || s_codes.Contains(node.OpType);

    /// <summary>True when each value out depends on the values in at its own place only.</summary>
    public static bool IsElementwise(Node node) => s_elementwise.Contains(node.OpType);

    /// <summary>The groups, in order; views belong to none.</summary>
    public IReadOnlyList<IReadOnlyList<Node>> Groups()
    {
        var groups = new List<IReadOnlyList<Node>>();
        foreach (Node node in _graph.Nodes)
        {
            if (_taken.Contains(node))
            {
                continue;
            }

            if (Captures.Of(node).Concat(node.Inputs).All(IsConstant))
            {
                _constant.UnionWith(node.Outputs);
            }
            else if (IsView(node))
            {
                Take(node);
            }
            else
            {
                groups.Add(Grow(node));
            }
        }

        return groups;
    }

    private List<Node> Grow(Node first)
    {
        List<Node> group = [first];
        Take(first);
        bool product = s_products.Contains(first.OpType);
        if (_rules.FusesPadding && first.OpType == "Pad" && Next(first) is { OpType: "Conv" or "QLinearConv" } conv && Available(conv))
        {
            Take(conv);
            group.Add(conv);
            product = true;
        }

        while (group[^1].Outputs.Length == 1 && Next(group[^1]) is { } next && Joins(group, next, product) && Available(next))
        {
            Take(next);
            group.Add(next);
        }

        return group;
    }

    private bool Joins(List<Node> group, Node next, bool product)
    {
        bool chain = _rules.FusesChains && group.All(IsElementwise);
        // Where additions are kernels of their own they still apply the activation behind them.
        bool sum = group[0].OpType == "Add" && group.Count == 1 && _rules.Epilogues.Contains(next.OpType);
        return next.OpType switch
        {
            "BatchNormalization" => _rules.FoldsNormalization && product && group.All(n => s_products.Contains(n.OpType) || n.OpType == "Pad"),
            "Add" => (product && next.Inputs.Any(IsConstant)) || ((product || chain) && _rules.FusesAdd && group.All(n => n.OpType != "Add")),
            _ => _rules.Epilogues.Contains(next.OpType) && (product || chain || sum),
        };
    }

    /// <summary>The only node that reads what a node makes, looking through quantizers.</summary>
    private Node? Next(Node node)
    {
        Node? next = node.Outputs.Length > 0 ? _index.SingleConsumer(node.Outputs[0]) : null;
        while (next is not null && s_codes.Contains(next.OpType) && !_taken.Contains(next))
        {
            next = _index.SingleConsumer(next.Outputs[0]);
        }

        return next is null || _taken.Contains(next) ? null : next;
    }

    private bool Available(Node node) => node.Inputs.All(i => IsConstant(i) || _ready.Contains(i) || Quantized(i));

    // A quantizer in between is passed when its source is there.
    private bool Quantized(string value) => _index.Producer(value) is { } producer && s_codes.Contains(producer.OpType) && (IsConstant(producer.Inputs[0]) || _ready.Contains(producer.Inputs[0]) || Quantized(producer.Inputs[0]));

    private void Take(Node node)
    {
        _taken.Add(node);
        _ready.UnionWith(node.Outputs);
    }
}
