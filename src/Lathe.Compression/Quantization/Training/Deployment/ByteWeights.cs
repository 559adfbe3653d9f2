using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training.Deployment;

/// <summary>
/// Stores weights of 8-bit grids as codes with one step for each output channel, and the biases of layers between codes as 32-bit codes: the
/// form ONNX Runtime computes in integers. Coarser grids stay binary32 values of the grid, which a bundle codes in their bits.
/// </summary>
internal static class ByteWeights
{
    // Codes of fewer levels are better off in a bundle than in bytes, except where inputs are bytes too.
    private const int LeastHigh = 32;

    /// <summary>Codes the weights of a folded network.</summary>
    /// <param name="graph">The network with normalisation folded into its weights.</param>
    /// <param name="snapped">The weights before folding, on their grids.</param>
    /// <param name="grids">The grids.</param>
    public static ModelGraph Run(ModelGraph graph, IReadOnlyDictionary<string, TensorData> snapped, IReadOnlyDictionary<string, QuantizerGrid> grids)
    {
        var editor = new GraphEditor(graph);
        var index = new GraphIndex(graph);
        foreach (Node layer in graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul"))
        {
            if (!grids.TryGetValue(layer.Inputs[1], out QuantizerGrid? grid) || !grid.FitsByte || (grid.High < LeastHigh && InputStep(layer, graph, index) is null) || index.Consumers(layer.Inputs[1]).Count > 1)
            {
                continue;
            }

            TensorData folded = graph.Parameters[layer.Inputs[1]];
            int axis = WeightQuantizer.ChannelAxis(layer, folded);
            (sbyte[] codes, float[] steps) = Codes(folded.AsSpan<float>(), snapped[layer.Inputs[1]].AsSpan<float>(), folded.Shape, axis, grid);
            string weight = Dequantized(editor, TensorData.From<sbyte>(codes, folded.Shape), steps, axis);
            Node current = editor.Nodes.First(n => n.Name == layer.Name);
            current = Replace(editor, current, 1, weight);
            if (layer.Input(2) is { } bias && RunsInIntegers(layer, index) && InputStep(layer, graph, index) is { } inputStep && graph.Parameters.TryGetValue(bias, out TensorData? data) && data.Count == steps.Length)
            {
                float[] scales = Array.ConvertAll(steps, s => s * inputStep);
                int[] sums = [.. data.ToFloats().Select((b, c) => int.CreateSaturating(Math.Round(b / (double)scales[c])))];
                Replace(editor, current, 2, Dequantized(editor, TensorData.From<int>(sums, new Shape(sums.Length)), scales, 0));
            }
        }

        return editor.ToGraph();
    }

    // Folding multiplied a channel by one factor: its step is what is left of its largest code.
    private static (sbyte[] Codes, float[] Steps) Codes(ReadOnlySpan<float> folded, ReadOnlySpan<float> snapped, Shape shape, int axis, QuantizerGrid grid)
    {
        int inner = shape.Product(axis + 1, shape.Rank), gridInner = shape.Product(grid.Axis + 1, shape.Rank), channels = shape[axis];
        sbyte[] codes = new sbyte[folded.Length];
        float[] steps = new float[channels];
        int[] largest = new int[channels];
        for (int i = 0; i < codes.Length; i++)
        {
            int channel = i / inner % channels;
            float step = grid.Steps[grid.Steps.Length == 1 ? 0 : i / gridInner % grid.Steps.Length];
            codes[i] = (sbyte)Math.Clamp(MathF.Round(snapped[i] / step), grid.Low, grid.High);
            if (Math.Abs((int)codes[i]) > largest[channel])
            {
                (largest[channel], steps[channel]) = (Math.Abs((int)codes[i]), folded[i] / codes[i]);
            }
        }

        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = steps[i / inner % channels] < 0 ? (sbyte)Math.Min(sbyte.MaxValue, -codes[i]) : codes[i];
        }

        return (codes, Array.ConvertAll(steps, s => Math.Max(Math.Abs(s), WeightQuantizer.LeastStep)));
    }

    // ONNX Runtime computes in integers only what becomes codes again; elsewhere a rounded bias would lose digits for nothing.
    private static bool RunsInIntegers(Node layer, GraphIndex index) => index.Consumers(QuantizationPlan.AfterRectifier(layer, index)) is [{ OpType: "QuantizeLinear" }];

    private static float? InputStep(Node layer, ModelGraph graph, GraphIndex index) =>
        index.Producer(layer.Inputs[0]) is { OpType: "DequantizeLinear" } codes && graph.Parameters.TryGetValue(codes.Inputs[1], out TensorData? step) && step.Count == 1 ? step.ToFloats()[0] : null;

    private static string Dequantized(GraphEditor editor, TensorData codes, float[] steps, int axis)
    {
        string stored = editor.AddParameter("w", codes), scale = editor.AddParameter("s", TensorData.From<float>(steps, new Shape(steps.Length)));
        string zero = editor.AddParameter("z", new TensorData(codes.Type, new Shape(steps.Length), new byte[steps.Length * codes.Type.Size()]));
        var node = new Node(editor.Fresh("n"), "DequantizeLinear", [stored, scale, zero], [editor.Fresh("v")], AttributeMap.Empty.With("axis", axis));
        editor.Add(node);
        return node.Outputs[0];
    }

    private static Node Replace(GraphEditor editor, Node node, int input, string by)
    {
        Node replaced = node with { Inputs = node.Inputs.SetItem(input, by) };
        editor.Replace(node, replaced);
        return replaced;
    }
}
