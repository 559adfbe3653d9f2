using Lathe.Graph.Ops.Control;
using Lathe.Graph.Ops.Elementwise;
using Lathe.Graph.Ops.Linear;
using Lathe.Graph.Ops.Logic;
using Lathe.Graph.Ops.Loss;
using Lathe.Graph.Ops.Normalization;
using Lathe.Graph.Ops.Pooling;
using Lathe.Graph.Ops.Quantization;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Graph.Ops.Random;
using Lathe.Graph.Ops.Recurrent;
using Lathe.Graph.Ops.Reduce;
using Lathe.Graph.Ops.Select;
using Lathe.Graph.Ops.Signal;
using Lathe.Graph.Ops.Arranging;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops;

/// <summary>All operators Lathe has, by domain and name.</summary>
public static class OpRegistry
{
    private static readonly Dictionary<(string Domain, string OpType), OpDefinition> s_ops = Build();

    /// <summary>Every operator, ordered by name.</summary>
    public static IEnumerable<OpDefinition> All => s_ops.Values.OrderBy(o => o.OpType, StringComparer.Ordinal);

    /// <summary>The definition of a node's operator, or null.</summary>
    public static OpDefinition? Find(Node node) => Find(node.Domain, node.OpType);

    /// <summary>The definition of an operator, or null.</summary>
    public static OpDefinition? Find(string domain, string opType) => s_ops.GetValueOrDefault((domain == "ai.onnx" ? "" : domain, opType));

    /// <summary>Nodes of a graph, subgraphs included, whose operators Lathe lacks.</summary>
    public static IReadOnlyList<Node> Unsupported(ModelGraph graph) =>
        [.. graph.Nodes.SelectMany(n => n.Attributes.Select(a => a.Value).OfType<ModelGraph>().SelectMany(Unsupported).Concat(Find(n) is null ? [n] : []))];

    private static Dictionary<(string, string), OpDefinition> Build()
    {
        OpDefinition[] rest =
        [
            new ConvOp(), new ConvTransposeOp(), new GemmOp(), new MatMulOp(), new EinsumOp(), new DetOp(),
            new BatchNormalizationOp(), new LayerNormalizationOp(), new InstanceNormalizationOp(), new GroupNormalizationOp(), new LpNormalizationOp(), new LrnOp(), new DropoutOp(), new MeanVarianceNormalizationOp(),
            new SoftmaxOp("Softmax", false), new SoftmaxOp("LogSoftmax", true),
            new PoolOp("MaxPool", true), new PoolOp("AveragePool", false), new GlobalPoolOp("GlobalAveragePool", ReduceOp.Mean), new GlobalPoolOp("GlobalMaxPool", ReduceOp.Max),
            new LpPoolOp("LpPool", global: false), new LpPoolOp("GlobalLpPool", global: true),
            new RecurrentOp("LSTM", 4), new RecurrentOp("GRU", 3), new RecurrentOp("RNN", 1),
            new QuantizeLinearOp(), new DequantizeLinearOp(), new DynamicQuantizeLinearOp(), new QLinearConvOp(), new QLinearMatMulOp(), new ConvIntegerOp(), new MatMulIntegerOp(),
            new IfOp(), new LoopOp(), new ScanOp(),
        ];
        IEnumerable<OpDefinition> all = [.. UnaryOps.All, .. ArithmeticOps.All, .. ShapeOps.All, .. ReduceOps.All, .. SelectOps.All, .. LogicOps.All, .. LossOps.All, .. RandomOps.All, .. SignalOps.All, .. QuantizerOps.All, .. rest];
        return all.ToDictionary(o => (o.Domain, o.OpType));
    }
}
