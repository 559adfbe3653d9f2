using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Onnx.Upgrade;

/// <summary>Rewrites nodes of other operator sets (7 to 22) in the spelling of 17, one rule per operator.</summary>
internal static class OpsetUpgrade
{
    private static readonly Dictionary<string, Action<UpgradeContext>> s_rules = new()
    {
        ["Squeeze"] = c => c.AttributeToInput("axes", 1),
        ["Unsqueeze"] = c => c.AttributeToInput("axes", 1),
        ["ReduceSum"] = c => c.AttributeToInput("axes", 1),
        ["Split"] = c => c.AttributeToInput("split", 1),
        ["Slice"] = SliceRule,
        ["Clip"] = ClipRule,
        ["Pad"] = PadRule,
        ["Upsample"] = ResizeRules.Upsample,
        ["Resize"] = ResizeRules.Resize,
        ["Dropout"] = DropoutRule,
        ["BatchNormalization"] = BatchNormalizationRule,
        ["Softmax"] = SoftmaxRule,
        ["LogSoftmax"] = SoftmaxRule,
        ["Hardmax"] = SoftmaxRule,
        ["RoiAlign"] = RoiAlignRule,
        ["GridSample"] = GridSampleRule,
        ["TopK"] = c => c.AttributeToInput("k", 1),
        ["Cast"] = c => c.Remove("saturate"),
        ["CastLike"] = c => c.Remove("saturate"),
        ["QuantizeLinear"] = QuantizeRule,
        ["DequantizeLinear"] = QuantizeRule,
        ["Scan"] = ScanRule,
        ["DFT"] = DftRule,
        ["Scatter"] = c => c.Node = c.Node with { OpType = "ScatterElements" },
    };

    /// <summary>Adds a node to a graph, converted if its operator set spells it otherwise.</summary>
    public static void Apply(GraphEditor editor, Node node, int opset)
    {
        var context = new UpgradeContext(editor, node, opset);
        if (node.Domain.Length == 0)
        {
            if (s_rules.TryGetValue(node.OpType, out Action<UpgradeContext>? rule))
            {
                if (node.Input(0) is null && node.OpType != "Scan")
                {
                    throw new InvalidInputException($"{node.Describe()} has no input. The file is damaged.");
                }

                rule(context);
            }
            else if (node.OpType.StartsWith("Reduce", StringComparison.Ordinal) && node.OpType != "ReduceSum")
            {
                context.InputToAttribute(1, "axes");
            }
        }

        editor.Add(context.Node);
    }

    // From 20 on the axis is an input, and the last but one when absent.
    private static void DftRule(UpgradeContext c)
    {
        if (c.Opset < 20)
        {
            return;
        }

        long axis = -2;
        if (c.Node.Input(2) is { } name)
        {
            axis = c.Editor.Parameters.TryGetValue(name, out TensorData? given) ? given.ToIntegers()[0] : throw new InvalidInputException($"{c.Node.Describe()}: an axis that is computed (opset 20) is not supported. Make it a constant in the model.");
        }

        c.Node = c.Node with { Inputs = [.. c.Node.Inputs.Take(2)], Attributes = c.Node.Attributes.With("axis", axis) };
    }

    // Before 16 there was no half-pixel correction, and no attribute that says so.
    private static void RoiAlignRule(UpgradeContext c)
    {
        if (c.Opset < 16)
        {
            c.Node = c.Node with { Attributes = c.Node.Attributes.With("coordinate_transformation_mode", "output_half_pixel") };
        }
    }

    // 20 names the interpolations for any number of dimensions.
    private static void GridSampleRule(UpgradeContext c)
    {
        string? mode = c.Node.Attributes.Text("mode", "") switch
        {
            "linear" => "bilinear",
            "cubic" => "bicubic",
            _ => null,
        };
        c.Node = mode is null ? c.Node : c.Node with { Attributes = c.Node.Attributes.With("mode", mode) };
    }

    private static void ScanRule(UpgradeContext c)
    {
        if (c.Opset < 9)
        {
            throw new InvalidInputException($"{c.Node.Describe()}: the batched Scan of opset 8 is not supported. Export the model with opset 9 or later.");
        }
    }

    private static void SliceRule(UpgradeContext c)
    {
        if (c.Node.Attributes.Ints("starts") is null)
        {
            return;
        }

        c.AttributeToInput("starts", 1);
        c.AttributeToInput("ends", 2);
        c.AttributeToInput("axes", 3);
    }

    private static void ClipRule(UpgradeContext c)
    {
        if (c.Opset < 11)
        {
            c.SetInput(1, TensorData.Scalar(c.Node.Attributes.Float("min", float.MinValue)));
            c.SetInput(2, TensorData.Scalar(c.Node.Attributes.Float("max", float.MaxValue)));
            c.Remove("min");
            c.Remove("max");
        }
    }

    private static void PadRule(UpgradeContext c)
    {
        if (c.Node.Attributes.Ints("pads") is not null)
        {
            c.AttributeToInput("pads", 1);
            c.SetInput(2, TensorData.Scalar(c.Node.Attributes.Float("value", 0)));
            c.Remove("value");
        }
    }

    private static void DropoutRule(UpgradeContext c)
    {
        if (c.Opset < 12)
        {
            c.SetInput(1, TensorData.Scalar(c.Node.Attributes.Float("ratio", 0.5f)));
            c.Remove("ratio");
            c.Remove("is_test");
        }
    }

    private static void QuantizeRule(UpgradeContext c)
    {
        if (c.Node.Attributes.Int("block_size", 0) != 0)
        {
            throw new InvalidInputException($"{c.Node.Describe()}: blocks of {c.Node.Attributes.Int("block_size", 0)} with a scale each (opset 21) are not supported. Quantize per tensor or per axis.");
        }

        // Saturation concerns 8-bit floats only; the output's type is the zero point's when there is one.
        c.Remove("block_size");
        c.Remove("saturate");
        if (c.Node.Input(2) is not null)
        {
            c.Remove("output_dtype");
        }
    }

    private static void BatchNormalizationRule(UpgradeContext c)
    {
        if (c.Opset < 14 && c.Node.Outputs.Length > 1)
        {
            c.Node = c.Node with { Outputs = [c.Node.Outputs[0]] };
        }

        if (c.Node.Attributes.Int("spatial", 1) == 0)
        {
            throw new InvalidInputException($"{c.Node.Describe()}: spatial=0 of opset 7 and 8 (statistics for every pixel) is not supported. Export the model with opset 9 or later.");
        }

        c.Remove("spatial");
        c.Remove("is_test");
        c.Remove("consumed_inputs");
    }

    /// <summary>Up to 12, softmax flattens to two dimensions at its axis (default 1); how that ends depends on the rank, known after import.</summary>
    private static void SoftmaxRule(UpgradeContext c)
    {
        if (c.Opset < 13)
        {
            c.Node = c.Node with { Attributes = c.Node.Attributes.With("axis", c.Node.Attributes.Int("axis", 1)).With(FlattenedSoftmax.Marker, 1L) };
        }
    }
}
