using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Onnx.Export;

/// <summary>What opset 18 says in a way that 17 cannot, and that needs shapes to be said otherwise: a number of parts for Split, axes for Pad.</summary>
internal static class LaterSpelling
{
    public static bool Has(Node node) => node.Domain.Length == 0 && ((node.OpType == "Split" && node.Attributes.Has("num_outputs")) || (node.OpType == "Pad" && node.Input(3) is not null));

    public static Node Lower(GraphEditor editor, Node node, IReadOnlyDictionary<string, TensorType> types) => node.OpType == "Split" ? Split(editor, node, types) : Pad(editor, node, types);

    // Equal parts need no sizes and stay right for every batch size.
    private static Node Split(GraphEditor editor, Node node, IReadOnlyDictionary<string, TensorType> types)
    {
        Node plain = node with { Attributes = node.Attributes.Without("num_outputs") };
        int axis = types[node.Inputs[0]].Shape.Axis((int)node.Attributes.Int("axis", 0));
        long[] sizes = [.. node.Outputs.Select(o => (long)types[o].Shape[axis])];
        return sizes.All(s => s == sizes[0]) ? plain : plain with { Inputs = [node.Inputs[0], editor.AddParameter(node.Name + "/sizes", TensorData.Integers(sizes))] };
    }

    private static Node Pad(GraphEditor editor, Node node, IReadOnlyDictionary<string, TensorType> types)
    {
        if (!editor.Parameters.TryGetValue(node.Inputs[1], out TensorData? sizes) || !editor.Parameters.TryGetValue(node.Inputs[3], out TensorData? axes))
        {
            throw new InvalidInputException($"{node.Describe()}: axes or sizes that are computed (opset 18) cannot be written in opset 17. Make them constants in the model.");
        }

        Shape shape = types[node.Inputs[0]].Shape;
        long[] given = sizes.ToIntegers(), along = axes.ToIntegers(), pads = new long[2 * shape.Rank];
        for (int i = 0; i < along.Length; i++)
        {
            int axis = shape.Axis((int)along[i]);
            (pads[axis], pads[axis + shape.Rank]) = (given[i], given[i + along.Length]);
        }

        return node with { Inputs = [node.Inputs[0], editor.AddParameter(node.Name + "/pads", TensorData.Integers(pads)), node.Inputs[2]] };
    }
}
