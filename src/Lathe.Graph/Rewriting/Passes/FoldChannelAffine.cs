using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Moves Add, Sub, Mul and Div by a constant per channel (or one number) into the Conv, ConvTranspose or Gemm before it;
/// exporters that know no bias write it so.
/// </summary>
public sealed class FoldChannelAffine : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold-channel-affine";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        var editor = new GraphEditor(graph);
        var touched = new HashSet<string>();
        foreach (Node node in graph.Nodes.Where(n => n.Domain.Length == 0 && n.OpType is "Add" or "Sub" or "Mul" or "Div"))
        {
            foreach ((string value, string constant) in GraphFacts.Sides(node))
            {
                if (FoldableLayer.Before(facts, value, node) is { } layer && PerChannel(facts.Constant(constant), layer) is { } numbers
                    && ReadMap(node, value == node.Inputs[0], numbers) is { } map && touched.Add(node.Name))
                {
                    layer.Absorb(editor, node, map.Scale, map.Shift);
                }
            }
        }

        return touched.Count > 0 ? Run(editor.ToGraph()) : graph;
    }

    // The constant must not widen the result: at most the layer's rank, and 1 everywhere but along the channels.
    private static double[]? PerChannel(TensorData? data, FoldableLayer layer)
    {
        if (data is not { Type: DType.Float32 } || data.Shape.Rank > layer.Rank)
        {
            return null;
        }

        float[] values = data.ToFloats();
        if (values.Length == 1)
        {
            return [.. Enumerable.Repeat((double)values[0], layer.Channels)];
        }

        int channelAxis = data.Shape.Rank - layer.Rank + 1;
        bool fits = values.Length == layer.Channels && channelAxis >= 0 && data.Shape[channelAxis] == layer.Channels;
        return fits ? Array.ConvertAll(values, v => (double)v) : null;
    }

    private static (double[] Scale, double[] Shift)? ReadMap(Node node, bool valueFirst, double[] c)
    {
        double[] Fill(double value) => [.. Enumerable.Repeat(value, c.Length)];
        return node.OpType switch
        {
            "Add" => (Fill(1), c),
            "Sub" when valueFirst => (Fill(1), Array.ConvertAll(c, v => -v)),
            "Sub" => (Fill(-1), c),
            "Mul" => (c, Fill(0)),
            "Div" when valueFirst && !c.Contains(0) => (Array.ConvertAll(c, v => 1 / v), Fill(0)),
            _ => null,
        };
    }
}
