using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops.Quantizers;

namespace Lathe.Compression.Quantization.Training;

/// <summary>The layers of a network whose weights are trained in few bits: convolutions, dense and recurrent layers with weights of their own.</summary>
public static class QuantizableLayers
{
    /// <summary>The layers, in order.</summary>
    public static IReadOnlyList<Node> Of(ModelGraph graph)
    {
        HashSet<string> learned = ParameterStore.LearnedNames(graph);
        return [.. graph.Nodes.Where(n => n.Domain.Length == 0 && Weights(n).Any(i => n.Input(i) is { } w && learned.Contains(w) && graph.Parameters[w].Shape.Rank >= 2))];
    }

    /// <summary>Which inputs of a node are weights.</summary>
    internal static int[] Weights(Node node) => node.OpType switch
    {
        "Conv" or "Gemm" or "MatMul" => [1],
        "LSTM" or "GRU" or "RNN" => [1, 2],
        _ => [],
    };

    /// <summary>The axis of a weight that counts outputs.</summary>
    internal static int Axis(Node node, TensorData weight) => Weights(node).Length == 2 ? 1 : WeightQuantizer.ChannelAxis(node, weight);

    /// <summary>True when only a batch normalisation reads the layer: it undoes any scale of the weights.</summary>
    internal static bool IsNormalized(Node layer, GraphIndex index) => index.SingleConsumer(layer.Outputs[0])?.OpType == "BatchNormalization";

    /// <summary>True when a network holds quantizers already.</summary>
    internal static bool HasQuantizers(ModelGraph graph) => graph.Nodes.Any(QuantizerOp.Is);
}
