using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.BiasCorrection;

/// <summary>Gives convolutions and dense layers that have none a bias of zero, so that there is something to correct.</summary>
internal static class LayerBias
{
    public static ModelGraph Add(ModelGraph graph)
    {
        var editor = new GraphEditor(graph);
        foreach (Node node in graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" && n.Input(2) is null && graph.Parameters.ContainsKey(n.Inputs[1])))
        {
            TensorData weight = graph.Parameters[node.Inputs[1]];
            int channels = weight.Shape[WeightQuantizer.ChannelAxis(node, weight)];
            string bias = editor.AddParameter(node.Name + ".bias", new TensorData(DType.Float32, new Shape(channels), new byte[channels * sizeof(float)]));
            editor.Replace(node, node with { Inputs = [node.Inputs[0], node.Inputs[1], bias] });
        }

        return editor.ToGraph();
    }
}
