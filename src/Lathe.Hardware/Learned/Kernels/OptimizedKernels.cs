using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Kernels;

/// <summary>
/// Reads the kernels off a graph that ONNX Runtime has optimized: fused, laid out in blocks, with the reorders it put between. So the
/// fusion rules need not be guessed (nn-Meter detects them by measuring; Zhang et al. 2021).
/// </summary>
public sealed class OptimizedKernels
{
    private const string Blocked = "com.microsoft.nchwc";
    private const int Block = 8;

    private static readonly HashSet<string> s_views = ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Shape", "Size", "Constant"];
    private static readonly HashSet<string> s_moves = ["Concat", "Split", "Slice", "Transpose", "Gather", "Pad", "Expand", "Tile", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth", "Cast"];
    private static readonly HashSet<string> s_pairs = ["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "PRelu"];
    private static readonly HashSet<string> s_normalizations = ["BatchNormalization", "LayerNormalization", "SkipLayerNormalization", "SimplifiedLayerNormalization", "InstanceNormalization", "GroupNormalization"];
    private static readonly HashSet<string> s_elementwise =
    [
        "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "QuickGelu", "Gelu", "FastGelu", "BiasGelu", "Elu", "Selu", "Celu", "Softplus", "Softsign", "Mish", "Erf", "Sqrt", "Exp", "Log", "Neg", "Abs",
        "Reciprocal", "Floor", "Ceil", "Round", "Sin", "Cos", "ThresholdedRelu",
    ];

    private readonly ModelGraph _graph;
    private readonly OptimizedShapes _shapes;
    private readonly Dictionary<string, int> _sources = [];
    private readonly long _weights;

    private OptimizedKernels(ModelGraph graph, IReadOnlyDictionary<string, TensorType> known)
    {
        (_graph, _shapes) = (graph, new OptimizedShapes(graph, known));
        _weights = graph.Parameters.Values.Sum(p => (long)p.Count);
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            _sources[graph.Inputs[i].Name] = i;
        }
    }

    /// <summary>The kernels, in order.</summary>
    /// <param name="optimized">The graph that ONNX Runtime wrote.</param>
    /// <param name="known">Types of the values of the graph it was made from (<see cref="Graph.Readings.GraphCost.Types"/>).</param>
    public static IReadOnlyList<NetworkKernel> Of(ModelGraph optimized, IReadOnlyDictionary<string, TensorType> known)
    {
        var reader = new OptimizedKernels(optimized, known);
        NetworkKernel[] kernels = [.. optimized.Nodes.Select(n => new NetworkKernel(n.Name, reader.Config(n), reader.Source(n)))];
        long traffic = kernels.Sum(k => k.Config.Traffic);
        long[] code = CodeDistances([.. kernels.Select(k => k.Config)]);
        return [.. kernels.Select((k, i) => k with { Config = k.Config with { NetworkTraffic = traffic, InputDistance = reader.Distance(kernels, i), CodeDistance = code[i] } })];
    }

    /// <summary>The work between a kernel and the one of its family before it, run after run.</summary>
    internal static long[] CodeDistances(IReadOnlyList<KernelConfig> kernels)
    {
        var last = new Dictionary<string, long>();
        long[] distances = new long[kernels.Count];
        long moved = 0;
        // The second run finds the caches as the first one left them.
        for (int i = 0; i < 2 * kernels.Count; i++)
        {
            KernelConfig kernel = kernels[i % kernels.Count];
            distances[i % kernels.Count] = moved - last.GetValueOrDefault(kernel.Family);
            moved += kernel.Work;
            last[kernel.Family] = moved;
        }

        return distances;
    }

    private int Source(Node node)
    {
        int source = node.Inputs.Where(_sources.ContainsKey).Select(i => _sources[i]).DefaultIfEmpty(0).Min();
        foreach (string output in node.Outputs)
        {
            _sources[output] = source;
        }

        return source;
    }

    private long Distance(NetworkKernel[] kernels, int kernel)
    {
        if (_graph.Nodes[kernel].Inputs.Where(i => i.Length > 0 && !IsConstant(i)).MaxBy(i => _shapes[i].Count) is not { } largest)
        {
            return 0;
        }

        int writer = kernel - 1;
        while (writer >= 0 && !_graph.Nodes[writer].Outputs.Contains(largest))
        {
            writer--;
        }

        // What is an input was last read, or written, a run ago.
        return kernels.Skip(writer < 0 ? 0 : writer + 1).Take(writer < 0 ? kernels.Length : kernel - writer - 1).Sum(k => k.Config.Traffic);
    }

    private bool IsConstant(string value) => _graph.Parameters.ContainsKey(value);

    private KernelConfig Config(Node node)
    {
        KernelConfig config = node.OpType switch
        {
            "Conv" or "FusedConv" when _shapes[node.Inputs[1]].Rank == 4 => Convolution(node),
            "Gemm" or "FusedGemm" => Gemm(node),
            "MatMul" or "FusedMatMul" => MatMul(node),
            "MaxPool" or "AveragePool" => Pool(node, KernelKind.Pool),
            "GlobalAveragePool" or "GlobalMaxPool" => Pool(node, KernelKind.GlobalPool),
            "ReorderInput" or "ReorderOutput" => Plane(new KernelConfig(KernelKind.Reorder, node.OpType), node),
            "LSTM" or "GRU" or "RNN" => Recurrent(node),
            _ => Simple(node),
        };
        return config with
        {
            ReadElements = node.Inputs.Where(i => i.Length > 0 && !IsConstant(i)).Distinct().Sum(i => (long)_shapes[i].Count),
            WriteElements = node.Outputs.Where(o => o.Length > 0).Sum(o => (long)_shapes[o].Count),
            WeightElements = node.Inputs.Where(IsConstant).Distinct().Sum(i => (long)_shapes[i].Count),
            NetworkWeights = _weights,
        };
    }

    private KernelConfig Convolution(Node node)
    {
        Shape w = _shapes[node.Inputs[1]], y = _shapes[node.Outputs[0]];
        long groups = node.Attributes.Int("group", 1);
        bool blocked = node.Domain == Blocked, depthwise = groups > 1 && w[1] == 1;
        KernelKind kind = (blocked, depthwise, groups) switch
        {
            (true, true, _) => KernelKind.Depthwise,
            (true, _, > 1) => KernelKind.Grouped,
            (true, _, _) => w[1] < Block ? KernelKind.Stem : w[2] * w[3] == 1 ? KernelKind.Pointwise : KernelKind.Convolution,
            (_, true, _) => KernelKind.PlainDepthwise,
            _ => KernelKind.PlainConvolution,
        };
        KernelConfig config = Plane(new KernelConfig(kind, node.OpType), node);
        return config with
        {
            InputChannels = w[1] * groups,
            OutputChannels = w[0],
            KernelHeight = w[2],
            KernelWidth = w[3],
            Stride = (node.Attributes.Ints("strides") ?? [1])[0],
            Groups = groups,
            Adds = node.Input(3) is null ? 0 : 1,
            Activation = Effort(node.Attributes.Text("activation", "")),
            Macs = (long)w.Count * y[2] * y[3] * y[0],
        };
    }

    // A rectifier is computed on what is in registers; every other activation goes over the results once more.
    private static long Effort(string activation) => activation switch
    {
        "" => 0,
        "Relu" => 1,
        "Clip" or "LeakyRelu" => 2,
        "HardSigmoid" or "HardSwish" => 3,
        _ => 4,
    };

    private KernelConfig Pool(Node node, KernelKind kind)
    {
        KernelConfig config = Plane(new KernelConfig(kind, node.Domain == Blocked ? node.OpType + ".blocked" : node.OpType), node);
        long[] window = kind == KernelKind.GlobalPool ? [config.InputHeight, config.InputWidth] : node.Attributes.Ints("kernel_shape") ?? [1, 1];
        return config with { KernelHeight = window[0], KernelWidth = window.Length > 1 ? window[1] : 1, Stride = (node.Attributes.Ints("strides") ?? [1])[0] };
    }

    private KernelConfig Plane(KernelConfig config, Node node)
    {
        Shape x = _shapes[node.Inputs[0]], y = _shapes[node.Outputs[0]];
        return x.Rank != 4 || y.Rank != 4 ? config with { InputChannels = x.Count, OutputChannels = y.Count } : config with
        {
            InputChannels = x[1], OutputChannels = y[1], InputHeight = x[2], InputWidth = x[3], OutputHeight = y[2], OutputWidth = y[3],
        };
    }

    private KernelConfig Gemm(Node node)
    {
        Shape b = _shapes[node.Inputs[1]], y = _shapes[node.Outputs[0]];
        bool turned = node.Attributes.Int("transB", 0) != 0;
        long depth = b.Rank == 2 ? b[turned ? 1 : 0] : 1, columns = b.Rank == 2 ? b[turned ? 0 : 1] : 1;
        long rows = Math.Max(1, y.Count / Math.Max(1, columns));
        return new KernelConfig(KernelKind.FullyConnected, node.OpType)
        {
            InputChannels = depth, OutputChannels = columns, OutputHeight = rows, Activation = Effort(node.Attributes.Text("activation", "")), Macs = rows * depth * columns, Stride = turned ? 2 : 1,
        };
    }

    private KernelConfig MatMul(Node node)
    {
        Shape a = _shapes[node.Inputs[0]], b = _shapes[node.Inputs[1]], y = _shapes[node.Outputs[0]];
        long depth = a.Rank > 0 ? node.Attributes.Int("transA", 0) != 0 && a.Rank > 1 ? a[-2] : a[-1] : 1;
        long columns = y.Rank > 0 ? y[-1] : 1, groups = b.Rank > 2 && y.Rank > 2 ? y.Product(0, y.Rank - 2) : 1;
        return new KernelConfig(b.Rank == 2 && IsConstant(node.Inputs[1]) ? KernelKind.FullyConnected : KernelKind.MatrixProduct, node.OpType)
        {
            InputChannels = depth, OutputChannels = columns, Groups = groups, OutputHeight = y.Count / Math.Max(1, columns) / groups, Macs = y.Count * depth,
        };
    }

    private KernelConfig Recurrent(Node node)
    {
        Shape x = _shapes[node.Inputs[0]], w = _shapes[node.Inputs[1]];
        long hidden = node.Attributes.Int("hidden_size", 1), steps = x.Rank > 0 ? x[0] : 1, gates = w.Rank == 3 ? w[1] : hidden;
        return new KernelConfig(KernelKind.Recurrent, node.OpType) { InputChannels = w.Rank == 3 ? w[2] : 1, OutputChannels = hidden, OutputHeight = steps, Macs = steps * gates * ((w.Rank == 3 ? w[2] : 1) + hidden) };
    }

    private KernelConfig Simple(Node node)
    {
        Shape x = node.Inputs.Length > 0 ? _shapes[node.Inputs[0]] : Shape.Scalar, y = node.Outputs.Length > 0 ? _shapes[node.Outputs[0]] : Shape.Scalar;
        string op = node.OpType;
        long last = x.Rank > 0 ? x[-1] : 1;
        return op switch
        {
            _ when s_views.Contains(op) => new KernelConfig(KernelKind.View, op),
            _ when s_moves.Contains(op) => new KernelConfig(KernelKind.Move, op) { RunLength = Run(node, x) },
            _ when s_pairs.Contains(op) && node.Inputs.Length == 2 => Pair(node, y),
            _ when s_normalizations.Contains(op) => new KernelConfig(KernelKind.Normalization, op) { RunLength = op == "BatchNormalization" && x.Rank > 2 ? x.Product(2, x.Rank) : last },
            _ when s_elementwise.Contains(op) => new KernelConfig(KernelKind.Elementwise, op),
            "Softmax" or "LogSoftmax" => new KernelConfig(KernelKind.Softmax, op) { RunLength = last },
            _ when op.StartsWith("Reduce", StringComparison.Ordinal) => new KernelConfig(KernelKind.Reduction, op) { RunLength = last },
            _ => new KernelConfig(KernelKind.Other, op),
        };
    }

    private KernelConfig Pair(Node node, Shape y)
    {
        Shape small = node.Inputs.Select(i => _shapes[i]).MinBy(s => s.Count);
        if (small.Count == y.Count)
        {
            return new KernelConfig(KernelKind.Binary, node.OpType);
        }

        string how = small.Count == 1 ? "scalar" : small.Rank > 0 && small[-1] == 1 ? "channel" : "row";
        return new KernelConfig(KernelKind.Broadcast, $"{node.OpType}.{how}") { RunLength = y.Count / Math.Max(1, small.Count) };
    }

    private long Run(Node node, Shape x)
    {
        if (x.Rank == 0)
        {
            return 1;
        }

        int axis = (int)node.Attributes.Int("axis", 0);
        axis = Math.Clamp(axis < 0 ? axis + x.Rank : axis, 0, x.Rank - 1);
        return node.OpType switch
        {
            "Transpose" => Kept(node.Attributes.Ints("perm"), x),
            "Concat" or "Split" => x.Product(axis, x.Rank),
            "Gather" => x.Product(axis + 1, x.Rank),
            _ => x[-1],
        };
    }

    // Trailing axes that stay in their place are moved as one piece.
    private static long Kept(long[]? order, Shape x)
    {
        long run = 1;
        for (int i = x.Rank - 1; i >= 0 && order is not null && i < order.Length && order[i] == i; i--)
        {
            run *= x[i];
        }

        return run;
    }
}
