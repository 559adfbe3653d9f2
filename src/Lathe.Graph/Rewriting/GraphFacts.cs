using Lathe.Tensors;

namespace Lathe.Graph.Rewriting;

/// <summary>What passes ask about a snapshot: producers, consumers, constants, and shapes when a pass really needs them.</summary>
internal sealed class GraphFacts(ModelGraph graph)
{
    private readonly HashSet<string> _inputs = [.. graph.Inputs.Select(i => i.Name)];
    private readonly Lazy<StaticShapes?> _shapes = new(() => StaticShapes.TryRead(graph));

    public ModelGraph Graph => graph;

    public GraphIndex Index { get; } = new(graph);

    /// <summary>Shapes of all values, or null when they cannot be known; the first call runs the graph on zeros.</summary>
    public StaticShapes? Shapes => _shapes.Value;

    /// <summary>The constant behind a value, or null; a parameter that may be fed from outside is none.</summary>
    public TensorData? Constant(string? value) =>
        value is not null && !_inputs.Contains(value) && graph.Parameters.TryGetValue(value, out TensorData? data) ? data : null;

    /// <summary>The number behind a value that is one floating-point constant, or null.</summary>
    public float? Scalar(string? value) => Constant(value) is { Count: 1, Type: DType.Float32 } data ? data.AsSpan<float>()[0] : null;

    /// <summary>The integers behind a constant value, or null.</summary>
    public long[]? Integers(string? value) => Constant(value) is { Type: DType.Int64 or DType.Int32 } data ? data.ToIntegers() : null;

    /// <summary>True when a value is one constant close to a number.</summary>
    public bool IsNumber(string? value, double expected, double tolerance = 1e-4) => Scalar(value) is { } number && Math.Abs(number - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    /// <summary>The producer of a value when it is a standard operator of one of these types, or null.</summary>
    public Node? Made(string? value, params ReadOnlySpan<string> opTypes) =>
        Index.Producer(value) is { Domain: "" or "ai.onnx" } node && opTypes.Contains(node.OpType) && node.Outputs[0] == value ? node : null;

    /// <summary>Both ways to read a node of two inputs.</summary>
    public static IEnumerable<(string This, string Other)> Sides(Node node) =>
        node.Inputs.Length != 2 ? [] : [(node.Inputs[0], node.Inputs[1]), (node.Inputs[1], node.Inputs[0])];

    /// <summary>True when nothing outside of these nodes and the root reads what the inner nodes make.</summary>
    public bool IsClosed(Node root, IReadOnlyCollection<Node> inner) => inner.All(node => node.Outputs.All(output =>
        !Index.IsOutput(output) && Index.Consumers(output).All(reader => ReferenceEquals(reader, root) || inner.Any(n => ReferenceEquals(n, reader)))));
}
