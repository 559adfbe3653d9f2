using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Onnx.Export;

/// <summary>Writes what opset 17 does not have in terms of what it has.</summary>
internal static class LowerInternalOps
{
    public static ModelGraph Run(ModelGraph graph)
    {
        Node[] lowered = [.. graph.Nodes.Where(n => n.OpType is "ChannelShuffle" or "Gelu" or "Mish" or "GroupNormalization" || LaterSpelling.Has(n))];
        if (lowered.Length == 0)
        {
            return graph;
        }

        var editor = new GraphEditor(graph);
        IReadOnlyDictionary<string, Graph.Ops.TensorType>? types = lowered.Any(n => n.OpType is "ChannelShuffle" or "GroupNormalization" || LaterSpelling.Has(n)) ? ShapeInference.Run(graph) : null;
        foreach (Node node in lowered)
        {
            editor.Remove(node);
            switch (node.OpType)
            {
                case "ChannelShuffle":
                    Shuffle(editor, node, types![node.Inputs[0]].Shape);
                    break;
                case "Split" or "Pad":
                    editor.Add(LaterSpelling.Lower(editor, node, types!));
                    break;
                case "GroupNormalization":
                    LowerGroupNormalization.Run(editor, node, types![node.Inputs[0]].Shape[1], types[node.Inputs[1]].Shape.Count);
                    break;
                case "Mish":
                    Mish(editor, node);
                    break;
                default:
                    Gelu(editor, node);
                    break;
            }
        }

        return editor.ToGraph();
    }

    private static void Shuffle(GraphEditor editor, Node node, Shape shape)
    {
        long groups = node.Attributes.Int("groups", 2);
        string split = editor.AddParameter(node.Name + "/split", TensorData.Integers(0, groups, shape[1] / groups, shape[2], shape[3]));
        string merge = editor.AddParameter(node.Name + "/merge", TensorData.Integers(0, shape[1], shape[2], shape[3]));
        Node first = editor.Add("Reshape", [node.Inputs[0], split], name: node.Name + "/reshape");
        Node turned = editor.Add("Transpose", [first.Outputs[0]], AttributeMap.Empty.With("perm", new long[] { 0, 2, 1, 3, 4 }), node.Name + "/transpose");
        editor.Add(new Node(editor.Fresh(node.Name + "/out"), "Reshape", [turned.Outputs[0], merge], node.Outputs, AttributeMap.Empty));
    }

    private static void Mish(GraphEditor editor, Node node)
    {
        Node soft = editor.Add("Softplus", [node.Inputs[0]], name: node.Name + "/softplus");
        Node tanh = editor.Add("Tanh", [soft.Outputs[0]], name: node.Name + "/tanh");
        editor.Add(new Node(editor.Fresh(node.Name + "/out"), "Mul", [node.Inputs[0], tanh.Outputs[0]], node.Outputs, AttributeMap.Empty));
    }

    private static void Gelu(GraphEditor editor, Node node)
    {
        string x = node.Inputs[0];
        string Constant(float value) => editor.AddParameter(node.Name + "/constant", TensorData.Scalar(value));
        string Op(string op, params string[] inputs) => editor.Add(op, inputs, name: $"{node.Name}/{op.ToLowerInvariant()}").Outputs[0];
        string inner = node.Attributes.Text("approximate", "none") == "tanh"
            ? Op("Tanh", Op("Mul", Constant(0.79788456f), Op("Add", x, Op("Mul", Constant(0.044715f), Op("Mul", x, Op("Mul", x, x))))))
            : Op("Erf", Op("Mul", x, Constant(0.70710678f)));
        string half = Op("Mul", x, Constant(0.5f));
        editor.Add(new Node(editor.Fresh(node.Name + "/out"), "Mul", [half, Op("Add", inner, Constant(1))], node.Outputs, AttributeMap.Empty));
    }
}
