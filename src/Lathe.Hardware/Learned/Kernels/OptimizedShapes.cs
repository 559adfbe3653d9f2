using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Kernels;

/// <summary>
/// Shapes of the values of a graph that ONNX Runtime has optimized. Most values keep their names and so their known shapes; values
/// in blocked layout are new, and only few operators make them.
/// </summary>
internal sealed class OptimizedShapes
{
    private const int Block = 8;

    private readonly Dictionary<string, Shape> _shapes = [];
    private readonly HashSet<string> _constants;

    public OptimizedShapes(ModelGraph optimized, IReadOnlyDictionary<string, TensorType> known)
    {
        _constants = [.. optimized.Parameters.Keys];
        foreach ((string name, TensorType type) in known)
        {
            _shapes[name] = type.Shape;
        }

        foreach (ValueInfo input in optimized.Inputs)
        {
            _shapes.TryAdd(input.Name, input.Bind(1));
        }

        foreach ((string name, TensorData parameter) in optimized.Parameters)
        {
            _shapes[name] = parameter.Shape;
        }

        foreach (Node node in optimized.Nodes)
        {
            foreach (string output in node.Outputs.Where(o => o.Length > 0 && !_shapes.ContainsKey(o)))
            {
                _shapes[output] = Infer(node);
            }
        }
    }

    /// <summary>The shape of a value; a scalar's when it is not known.</summary>
    public Shape this[string value] => _shapes.TryGetValue(value, out Shape shape) ? shape : Shape.Scalar;

    private Shape Infer(Node node) => node.OpType switch
    {
        "Conv" or "FusedConv" when this[node.Inputs[0]].Rank == 4 => Window(node, this[node.Inputs[1]][0], this[node.Inputs[1]]),
        "MaxPool" or "AveragePool" when this[node.Inputs[0]].Rank == 4 => Window(node, this[node.Inputs[0]][1], null),
        "GlobalAveragePool" or "GlobalMaxPool" when this[node.Inputs[0]].Rank == 4 => new Shape(this[node.Inputs[0]][0], this[node.Inputs[0]][1], 1, 1),
        "ReorderInput" when this[node.Inputs[0]] is { Rank: 4 } x => new Shape(x[0], (x[1] + Block - 1) / Block * Block, x[2], x[3]),
        "ReorderOutput" when this[node.Inputs[0]] is { Rank: 4 } x => new Shape(x[0], (int)node.Attributes.Int("channels", x[1]), x[2], x[3]),
        "Concat" => Joined(node),
        "Gemm" or "FusedGemm" when this[node.Inputs[0]].Rank == 2 && this[node.Inputs[1]].Rank == 2 => Product(node),
        _ => Widest(node),
    };

    private Shape Product(Node node)
    {
        bool left = node.Attributes.Int("transA", 0) != 0, right = node.Attributes.Int("transB", 0) != 0;
        return new Shape(this[node.Inputs[0]][left ? 1 : 0], this[node.Inputs[1]][right ? 0 : 1]);
    }

    // What acts on every value has the shape of the largest thing it reads that is not a constant.
    private Shape Widest(Node node)
    {
        string[] read = [.. node.Inputs.Where(i => i.Length > 0)], moving = [.. read.Where(i => !_constants.Contains(i))];
        return (moving.Length > 0 ? moving : read).Select(i => this[i]).DefaultIfEmpty(Shape.Scalar).MaxBy(s => s.Count);
    }

    private Shape Window(Node node, int channels, Shape? weight)
    {
        Shape x = this[node.Inputs[0]];
        long[] kernel = node.Attributes.Ints("kernel_shape") ?? [weight!.Value[2], weight.Value[3]], strides = node.Attributes.Ints("strides") ?? [1, 1];
        long[] pads = node.Attributes.Ints("pads") ?? [0, 0, 0, 0], dilations = node.Attributes.Ints("dilations") ?? [1, 1];
        bool same = node.Attributes.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal), ceiling = node.Attributes.Int("ceil_mode", 0) != 0;
        int Side(int i)
        {
            long free = x[2 + i] + pads[i] + pads[2 + i] - ((kernel[i] - 1) * dilations[i]) - 1;
            return (int)(same ? (x[2 + i] + strides[i] - 1) / strides[i] : ((free + (ceiling ? strides[i] - 1 : 0)) / strides[i]) + 1);
        }

        return new Shape(x[0], channels, Side(0), Side(1));
    }

    private Shape Joined(Node node)
    {
        Shape[] parts = [.. node.Inputs.Select(i => this[i])];
        int axis = (int)node.Attributes.Int("axis", 0);
        int[] sizes = [.. Enumerable.Range(0, parts[0].Rank).Select(d => parts[0][d])];
        axis = axis < 0 ? axis + sizes.Length : axis;
        if (axis >= sizes.Length || parts.Any(p => p.Rank != sizes.Length))
        {
            return parts.MaxBy(p => p.Count);
        }

        sizes[axis] = parts.Sum(p => p[axis]);
        return new Shape(sizes);
    }
}
