using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training.Deployment;

/// <summary>
/// Writes quantizers of activations in ONNX's operators: QuantizeLinear and DequantizeLinear for 8 bits, where ONNX Runtime has integer kernels;
/// divide, round, clip and multiply for other widths; a choice for signs.
/// </summary>
/// <remarks>
/// Between QuantizeLinear nodes ONNX Runtime rounds weights to bytes per tensor and biases to whole numbers on its own, whatever their grid: that is
/// why only layers whose weights are bytes of ours get them.
/// </remarks>
internal static class ActivationLowering
{
    /// <summary>Lowers every quantizer of activations.</summary>
    /// <param name="graph">A network whose weights carry no quantizers any more.</param>
    /// <param name="grids">The grids of weights.</param>
    /// <param name="keepUniform">False drops quantizers of uniform codes: the network in floating point.</param>
    public static ModelGraph Run(ModelGraph graph, IReadOnlyDictionary<string, QuantizerGrid> grids, bool keepUniform)
    {
        var editor = new GraphEditor(graph);
        var index = new GraphIndex(graph);
        bool InBytes(Node node, QuantizerGrid grid) => grid is { FitsByte: true } && grid.High - grid.Low == byte.MaxValue
            && index.Consumers(node.Outputs[0]).Where(n => QuantizableLayers.Weights(n).Length == 1).All(n => grids.TryGetValue(n.Inputs[1], out QuantizerGrid? weights) && weights.FitsByte);
        foreach (Node node in graph.Nodes.Where(QuantizerOp.Is))
        {
            QuantizerGrid? grid = (OpRegistry.Find(node) as QuantizerOp)?.Grid(node, p => graph.Parameters[p]);
            Node current = editor.Nodes.First(n => n.Name == node.Name);
            editor.Remove(current);
            string x = current.Inputs[0];
            string y = grid is not null && keepUniform ? InBytes(node, grid) ? Codes(editor, x, grid) : Formula(editor, x, grid)
                : node.OpType == "Binarize" ? Sign(editor, x)
                : x;
            editor.ReplaceUses(current.Outputs[0], y);
        }

        return editor.ToGraph();
    }

    private static string Codes(GraphEditor editor, string x, QuantizerGrid grid)
    {
        bool signed = grid.Low < 0;
        string scale = editor.AddParameter("s", TensorData.Scalar(grid.Steps[0])), zero = editor.AddParameter("z", signed ? TensorData.Scalar((sbyte)0) : TensorData.Scalar((byte)0));
        return Emit(editor, "DequantizeLinear", Emit(editor, "QuantizeLinear", x, scale, zero), scale, zero);
    }

    private static string Formula(GraphEditor editor, string x, QuantizerGrid grid)
    {
        string step = Number(editor, grid.Steps[0]);
        string code = Emit(editor, "Clip", Emit(editor, "Round", Emit(editor, "Div", x, step)), Number(editor, grid.Low), Number(editor, grid.High));
        return Emit(editor, "Mul", code, step);
    }

    // ONNX's Sign has a zero.
    private static string Sign(GraphEditor editor, string x) => Emit(editor, "Where", Emit(editor, "Less", x, Number(editor, 0)), Number(editor, -1), Number(editor, 1));

    private static string Number(GraphEditor editor, float value) => editor.AddParameter("k", TensorData.Scalar(value));

    private static string Emit(GraphEditor editor, string op, params string[] inputs)
    {
        var node = new Node(editor.Fresh("n"), op, [.. inputs], [editor.Fresh("v")], AttributeMap.Empty);
        editor.Add(node);
        return node.Outputs[0];
    }
}
