using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Compression.Quantization.Training;

/// <summary>
/// Puts quantizers into a network: before the weight and before the data input of every planned layer. Their parameters are parameters of the
/// network, so optimizers and checkpoints know them like any other.
/// </summary>
internal static class QuantizerInsertion
{
    /// <summary>The values that get a quantizer, whose ranges must be read.</summary>
    public static IEnumerable<string> Values(ModelGraph graph, IReadOnlyList<PlannedLayer> plan)
    {
        var index = new GraphIndex(graph);
        return plan.Where(HasData).Select(p => ActivationPath.Of(p.Node, index, p.Scheme.Signs).Value).Distinct();
    }

    /// <summary>The network with quantizers.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="plan">Its layers.</param>
    /// <param name="ranges">What was seen of <see cref="Values"/>.</param>
    /// <param name="wholeTensor">Weights with one scale for all channels: those whose shared values would part otherwise.</param>
    public static ModelGraph Run(ModelGraph graph, IReadOnlyList<PlannedLayer> plan, IReadOnlyDictionary<string, RangeHistogram> ranges, IReadOnlySet<string> wholeTensor)
    {
        var index = new GraphIndex(graph);
        var editor = new GraphEditor(graph);
        var weights = new Dictionary<string, string>();
        var activations = new Dictionary<(string, int, QuantizerScheme), string>();
        foreach (PlannedLayer layer in plan)
        {
            string original = layer.Node.Inputs[0];
            foreach (int input in QuantizableLayers.Weights(layer.Node).Where(_ => layer.Bits.Weights < LayerBits.Floating))
            {
                string name = layer.Node.Inputs[input];
                if (!weights.TryGetValue(name, out string? quantized))
                {
                    TensorData data = graph.Parameters[name];
                    int axis = wholeTensor.Contains(name) ? -1 : QuantizableLayers.Axis(layer.Node, data);
                    weights[name] = quantized = layer.Scheme.Weight(editor, new WeightSite(name, data, axis, layer.Bits.Weights, QuantizableLayers.IsNormalized(layer.Node, index)));
                }

                Redirect(editor, layer.Node.Name, name, quantized);
            }

            if (HasData(layer))
            {
                original = Quantize(editor, layer, ActivationPath.Of(layer.Node, index, layer.Scheme.Signs), ranges, activations);
            }

            layer.Scheme.Behind(editor, editor.Nodes.First(n => n.Name == layer.Node.Name), original);
        }

        return GraphVerifier.Verify(new RemoveDeadNodes().Run(editor.ToGraph()));
    }

    private static string Quantize(GraphEditor editor, PlannedLayer layer, ActivationPath path, IReadOnlyDictionary<string, RangeHistogram> ranges, Dictionary<(string, int, QuantizerScheme), string> made)
    {
        if (path.Chain is { } chain)
        {
            Node rectifier = editor.Nodes.First(n => n.Outputs.Contains(chain.Inputs[0]));
            Redirect(editor, chain.Name, chain.Inputs[0], rectifier.Inputs[0]);
        }

        (string, int, QuantizerScheme) key = (path.Value, layer.Bits.Activations, layer.Scheme);
        if (!made.TryGetValue(key, out string? quantized))
        {
            made[key] = quantized = layer.Scheme.Activation(editor, new ActivationSite(path.Value, layer.Bits.Activations, ranges[path.Value], Axes(layer.Node, editor)));
        }

        Redirect(editor, path.Reader.Name, path.Instead, quantized);
        return path.Value;
    }

    // A dense layer over sequences sums each place for itself.
    private static int[] Axes(Node layer, GraphEditor editor) => layer.OpType switch
    {
        "Conv" => [.. Enumerable.Range(1, Math.Max(1, editor.Parameters[layer.Inputs[1]].Shape.Rank - 1))],
        "Gemm" => [1],
        _ => [-1],
    };

    private static bool HasData(PlannedLayer layer) => layer.Bits.Activations < LayerBits.Floating && QuantizableLayers.Weights(layer.Node).Length == 1;

    private static void Redirect(GraphEditor editor, string node, string from, string to)
    {
        Node current = editor.Nodes.First(n => n.Name == node);
        editor.Replace(current, current with { Inputs = [.. current.Inputs.Select(i => i == from ? to : i)] });
    }
}
