using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Onnx.Export;

/// <summary>Group normalisation of opset 18 and 21 in the operators of 17: an instance normalisation of the groups, and a scale and shift.</summary>
internal static class LowerGroupNormalization
{
    public static void Run(GraphEditor editor, Node node, int channels, int scales)
    {
        int groups = (int)node.Attributes.Int("num_groups", 1);
        bool perGroup = scales == groups && groups != channels;
        string Op(string op, AttributeMap attributes, params string[] inputs) => editor.Add(op, inputs, attributes, $"{node.Name}/{op.ToLowerInvariant()}").Outputs[0];
        string Sizes(params long[] sizes) => editor.AddParameter(node.Name + "/sizes", TensorData.Integers(sizes));
        string Filled(float value)
        {
            float[] values = new float[groups];
            Array.Fill(values, value);
            return editor.AddParameter(node.Name + "/constant", TensorData.From<float>(values, new Shape(groups)));
        }

        string shape = Op("Shape", AttributeMap.Empty, node.Inputs[0]);
        string rows = Op("Reshape", AttributeMap.Empty, node.Inputs[0], Sizes(0, groups, -1));
        AttributeMap epsilon = AttributeMap.Empty.With("epsilon", node.Attributes.Float("epsilon", 1e-5f));
        string normal = Op("InstanceNormalization", epsilon, rows, perGroup ? node.Inputs[1] : Filled(1), perGroup ? node.Inputs[2] : Filled(0));
        if (!perGroup)
        {
            string planes = Op("Reshape", AttributeMap.Empty, normal, Sizes(0, channels, -1)), last = Sizes(1);
            string scaled = Op("Mul", AttributeMap.Empty, planes, Op("Unsqueeze", AttributeMap.Empty, node.Inputs[1], last));
            normal = Op("Add", AttributeMap.Empty, scaled, Op("Unsqueeze", AttributeMap.Empty, node.Inputs[2], last));
        }

        editor.Add(new Node(editor.Fresh(node.Name + "/out"), "Reshape", [normal, shape], node.Outputs, AttributeMap.Empty));
    }
}
