using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Moves batch normalisation with running statistics into the Conv, ConvTranspose or Gemm before it:
/// <c>w' = w s, b' = (b - mean) s + shift, s = scale / sqrt(variance + epsilon)</c>, in binary64. For inference; a folded graph
/// has no batch statistics left to train with.
/// </summary>
public sealed class FoldBatchNorm : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold-batch-norm";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        var editor = new GraphEditor(graph);
        bool changed = false;
        foreach (Node node in graph.Nodes.Where(IsInference))
        {
            if (FoldableLayer.Before(facts, node.Inputs[0], node) is { } layer && ReadMap(facts, node) is { } map && map.Scale.Length == layer.Channels)
            {
                layer.Absorb(editor, node, map.Scale, map.Shift);
                changed = true;
            }
        }

        // Behind a folded normalisation a second one may now follow the layer directly.
        return changed ? Run(editor.ToGraph()) : graph;
    }

    private static bool IsInference(Node node) =>
        node is { OpType: "BatchNormalization", Domain: "" or "ai.onnx" } && node.Attributes.Int("training_mode", 0) == 0 && node.Outputs.Skip(1).All(o => o.Length == 0);

    private static (double[] Scale, double[] Shift)? ReadMap(GraphFacts facts, Node node)
    {
        var constants = new float[4][];
        for (int i = 0; i < 4; i++)
        {
            if (facts.Constant(node.Input(i + 1)) is not { Type: DType.Float32 } data)
            {
                return null;
            }

            constants[i] = data.ToFloats();
        }

        double epsilon = node.Attributes.Float("epsilon", 1e-5f);
        double[] scale = new double[constants[0].Length], shift = new double[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            scale[c] = constants[0][c] / Math.Sqrt(constants[3][c] + epsilon);
            shift[c] = constants[1][c] - (constants[2][c] * scale[c]);
        }

        return (scale, shift);
    }
}
