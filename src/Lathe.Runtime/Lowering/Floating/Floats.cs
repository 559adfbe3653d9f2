using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>What lowerings in floating point share.</summary>
internal static class Floats
{
    /// <summary>Numbers mean themselves.</summary>
    public static readonly CodeScale Unit = new(1, 0);

    /// <summary>What a node writes: behind a rectifier or Clip that its limits take in.</summary>
    public static (string Value, float Low, float High) Target(Node node, LoweringContext context)
    {
        string value = node.Outputs[0];
        bool seen = context.Model.Outputs.Any(o => o.Name == value);
        if (seen || context.Index.SingleConsumer(value) is not { OpType: "Relu" or "Clip", Domain: "" or "ai.onnx" } next || next.Inputs[0] != value || Limits(next, context) is not var (low, high))
        {
            return (value, float.MinValue, float.MaxValue);
        }

        context.Done(next);
        return (next.Outputs[0], low, high);
    }

    /// <summary>The limits of a rectifier or Clip; null when they are computed.</summary>
    public static (float Low, float High)? Limits(Node node, LoweringContext context)
    {
        if (node.OpType == "Relu")
        {
            return (0, float.MaxValue);
        }

        double? low = Limit(1, "min", float.MinValue), high = Limit(2, "max", float.MaxValue);
        return low is null || high is null ? null : ((float)Math.Max(low.Value, float.MinValue), (float)Math.Min(high.Value, float.MaxValue));

        double? Limit(int input, string attribute, float otherwise) =>
            node.Input(input) is { } name ? context.Constants.Numbers(name) is [double number] ? number : null : node.Attributes.Float(attribute, otherwise);
    }

    /// <summary>A result in the form of another value.</summary>
    public static Coded Like(Coded x, string name, LoweringContext context)
    {
        Coded y = x with { Value = context.Value(name, x.Value.Shape, DType.Float32) };
        context.Set(name, y);
        return y;
    }

    /// <summary>A result that is an image; sequences [N, C, L] are images of one row.</summary>
    public static Coded Image(Node node, string name, LoweringContext context)
    {
        Shape shape = context.ShapeOf(node.Outputs[0]);
        Shape image = shape.Rank == 4 ? shape : new Shape(shape[0], shape[1], 1, shape[2]);
        var y = new Coded(context.Value(name, Layouts.ChannelsLast(image), DType.Float32), Unit, image, CodeForm.Image);
        context.Set(name, y);
        return y;
    }

    /// <summary>A result in the model's own order.</summary>
    public static Coded Plain(string name, Shape shape, LoweringContext context)
    {
        var y = new Coded(context.Value(name, shape, DType.Float32), Unit, shape, CodeForm.Plain);
        context.Set(name, y);
        return y;
    }

    /// <summary>The numbers of a weight with its shape; refuses the node when they are computed.</summary>
    public static (double[] Values, Shape Shape)? Weight(Node node, int input, LoweringContext context)
    {
        if (context.Constants.Parameter(node.Input(input)) is { Type: DType.Float32 } data)
        {
            return (Array.ConvertAll(data.ToFloats(), v => (double)v), data.Shape);
        }

        context.Refuse(node, $"has a weight that is computed or not in 32-bit floating point. Fold constants before the export.");
        return null;
    }

    /// <summary>The biases of a layer, none when it has none; refuses the node when they are computed.</summary>
    public static float[]? Bias(Node node, int input, LoweringContext context) =>
        node.Input(input) is null ? [] : Weight(node, input, context) is var (values, _) ? Array.ConvertAll(values, v => (float)v) : null;

    /// <summary>A constant of 32-bit floats, or nothing.</summary>
    public static float[] Numbers(string? name, LoweringContext context) => name is not null && context.Constants.Parameter(name) is { Type: DType.Float32 } data ? data.ToFloats() : [];

    /// <summary>A line for each number of the last dimension, as a depthwise convolution of one tap over rows of that many.</summary>
    public static void Lines(Node node, Coded x, Coded y, float[] factors, float[] offsets, (float Low, float High) limits, LoweringContext context)
    {
        Shape rows = new(1, x.Value.Shape.Count / factors.Length, 1, factors.Length);
        IntegerValue from = Layouts.View(x.Value, rows, context);
        IntegerValue to = y.Value.Shape == rows ? y.Value : context.Value(node.Name + "/rows", rows, DType.Float32);
        context.Add(new FloatDepthwiseOp { Name = node.Name, Input = from, Output = to, Weights = FloatWeights.Of(factors, new Shape(1, 1, 1, factors.Length)), Bias = [.. offsets], Low = limits.Low, High = limits.High });
        if (to != y.Value)
        {
            context.Add(new Ops.ReshapeOp { Name = y.Value.Name, Input = to, Output = y.Value });
        }
    }
}
