using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Onnx.Upgrade;

/// <summary>Upsample and the first Resize in the spelling of Resize 13.</summary>
internal static class ResizeRules
{
    public static void Upsample(UpgradeContext c)
    {
        Node node = c.Node;
        AttributeMap attributes = AttributeMap.Empty.With("mode", node.Attributes.Text("mode", "nearest") == "linear" ? "linear" : node.Attributes.Text("mode", "nearest"))
            .With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", "floor");
        string scales = node.Input(1) ?? c.Editor.AddParameter(node.Name + "/scales", TensorData.From<float>(node.Attributes.Floats("scales") ?? throw new InvalidInputException($"{node.Describe()} has no scales."), new Shape(node.Attributes.Floats("scales")!.Length)));
        c.Node = node with { OpType = "Resize", Inputs = [node.Inputs[0], "", scales], Attributes = attributes };
    }

    public static void Resize(UpgradeContext c)
    {
        if (c.Opset < 11)
        {
            AttributeMap attributes = c.Node.Attributes.With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", "floor");
            c.Node = c.Node with { Inputs = [c.Node.Inputs[0], "", c.Node.Input(1) ?? throw new InvalidInputException($"{c.Node.Describe()} has no scales.")], Attributes = attributes };
        }
        else if (c.Node.Attributes.Int("antialias", 0) != 0 || c.Node.Attributes.Has("axes"))
        {
            throw new InvalidInputException($"{c.Node.Describe()}: antialias and axes of opset 18 are not supported. Export the model with opset 17.");
        }
        else if (c.Node.Attributes.Text("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
        {
            throw new InvalidInputException($"{c.Node.Describe()}: keep_aspect_ratio_policy '{policy}' of opset 18 is not supported, only stretch. Give the sizes of both axes.");
        }
        else
        {
            c.Remove("antialias");
            c.Remove("keep_aspect_ratio_policy");
        }
    }
}
