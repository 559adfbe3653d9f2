using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Dynamic;

/// <summary>Writes layers as DynamicQuantizeLinear, MatMulInteger or ConvInteger, a cast, and a product with both scales.</summary>
internal static class DynamicWriter
{
    // ONNX's number for binary32.
    private const long FloatCode = 1;

    public static ModelGraph Write(ModelGraph graph, IReadOnlyCollection<WeightLayer> layers, IReadOnlyDictionary<string, QuantizedTensor> codes)
    {
        var editor = new GraphEditor(graph);
        var inputs = new Dictionary<string, Node>();
        foreach (Node node in graph.Nodes)
        {
            if (layers.FirstOrDefault(l => l.Weight == node.Input(1)) is { } layer && QuantizationPlan.IsLayer(node, graph))
            {
                if (!inputs.TryGetValue(node.Inputs[0], out Node? coded))
                {
                    coded = inputs[node.Inputs[0]] = new Node(editor.Fresh("q"), "DynamicQuantizeLinear", [node.Inputs[0]], [editor.Fresh("c"), editor.Fresh("s"), editor.Fresh("z")], AttributeMap.Empty);
                    editor.Add(coded);
                }

                Replace(editor, node, layer, codes[layer.Weight], coded);
            }
        }

        foreach ((string weight, QuantizedTensor tensor) in codes.Where(c => layers.All(l => l.Weight != c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            CodedWeightWriter.Store(editor, weight, tensor);
        }

        return GraphVerifier.Verify(new RemoveDeadNodes().Run(editor.ToGraph()));
    }

    private static void Replace(GraphEditor editor, Node node, WeightLayer layer, QuantizedTensor tensor, Node input)
    {
        sbyte[] codes = [.. tensor.Codes().Select(c => (sbyte)((IntegerFormat)tensor.Scheme.Format).ToInteger(c))];
        bool convolution = node.OpType == "Conv", transposed = node.OpType == "Gemm" && node.Attributes.Int("transB", 0) != 0;
        Shape shape = transposed ? new Shape(layer.Shape[1], layer.Shape[0]) : layer.Shape;
        sbyte[] stored = transposed ? [.. Enumerable.Range(0, codes.Length).Select(i => codes[(i % layer.Shape[0] * layer.Shape[1]) + (i / layer.Shape[0])])] : codes;
        string weight = editor.AddParameter("w", TensorData.From<sbyte>(stored, shape));
        string sum = Emit(editor, convolution ? "ConvInteger" : "MatMulInteger", convolution ? node.Attributes : AttributeMap.Empty, input.Outputs[0], weight, input.Outputs[2]);
        string scale = editor.AddParameter("s", TensorData.From<float>(tensor.Scales, tensor.Scales.Length == 1 ? Shape.Scalar : new Shape(tensor.Scales.Length)));
        string both = Emit(editor, "Mul", AttributeMap.Empty, input.Outputs[1], scale);
        string value = Emit(editor, "Mul", AttributeMap.Empty, Emit(editor, "Cast", AttributeMap.Empty.With("to", FloatCode), sum), both);
        editor.Remove(editor.Nodes.First(n => n.Name == node.Name));
        if (node.Input(2) is { } bias)
        {
            string added = convolution ? Emit(editor, "Reshape", AttributeMap.Empty, bias, editor.AddParameter("i", TensorData.Integers([1, -1, .. Enumerable.Repeat(1L, layer.Shape.Rank - 2)]))) : bias;
            editor.Add(new Node(node.Name, "Add", [value, added], [node.Outputs[0]], AttributeMap.Empty));
        }
        else
        {
            editor.Add(new Node(node.Name, "Identity", [value], [node.Outputs[0]], AttributeMap.Empty));
        }
    }

    private static string Emit(GraphEditor editor, string operatorName, AttributeMap attributes, params string[] inputs)
    {
        var node = new Node(editor.Fresh("n"), operatorName, [.. inputs], [editor.Fresh("v")], attributes);
        editor.Add(node);
        return node.Outputs[0];
    }
}
