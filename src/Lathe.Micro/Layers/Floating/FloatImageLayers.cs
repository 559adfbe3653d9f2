using Lathe.Micro.Writing;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Micro.Layers.Floating;

/// <summary>Convolutions and dense layers in floating point as C.</summary>
internal static class FloatImageLayers
{
    public static LayerCode Write(FloatImageOp op, string name, ArenaCode arena, ConstantPool pool)
    {
        Shape from = op.Input.Shape, to = op.Output.Shape, weights = op.Weights.Shape;
        (string what, string kernel, int channels) = op switch
        {
            FloatDepthwiseOp => ("depthwise convolution", "lathe_depthwise_f32", 1),
            FloatTransposedConvolutionOp => ("transposed convolution", "lathe_transposed_conv_f32", weights[3]),
            _ => ("convolution", "lathe_conv_f32", weights[3]),
        };
        (string constants, string text) = pool.Get(op.Constants, name, n => Constants(op, n, to[3]));
        string layer = CText.Struct(
            "lathe_image_layer_f32",
            name,
            [
                ("batches", $"{to[0]}"),
                ("input", CText.Braces(from[1], from[2], from[3])),
                ("output", CText.Braces(to[1], to[2], to[3])),
                ("kernel_rows", $"{weights[1]}"),
                ("kernel_columns", $"{weights[2]}"),
                ("kernel_channels", $"{channels}"),
                ("window", ImageLayers.Window(op.Window)),
                .. Members(op, constants),
            ]);
        return new LayerCode(
            $"{op.Name}: {what} {weights[1]} x {weights[2]}, {from} to {to}, {op.Macs:N0} multiply-accumulates.",
            text + layer,
            $"{kernel}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Write(FloatDenseOp op, string name, ArenaCode arena)
    {
        int outputs = op.Weights.Shape[0], inputs = op.Weights.Shape[1];
        string layer = CText.Struct("lathe_dense_layer_f32", name, [("batches", $"{op.Output.Shape.Count / outputs}"), ("inputs", $"{inputs}"), ("outputs", $"{outputs}"), .. Members(op, name)]);
        return new LayerCode(
            $"{op.Name}: fully connected, {inputs} to {outputs}, {op.Macs:N0} multiply-accumulates.",
            Constants(op, name, outputs) + layer,
            $"lathe_dense_f32(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    // An absent bias is zeros, which saves the kernels a question.
    private static string Constants(FloatLayerOp op, string name, int channels) =>
        CText.Array(name + "_weights", op.Weights.Values.ToArray()) + CText.Array(name + "_bias", op.Bias.IsEmpty ? new float[channels] : op.Bias);

    private static IEnumerable<(string Member, string Value)> Members(FloatLayerOp op, string name) =>
        [("weights", name + "_weights"), ("bias", name + "_bias"), ("low", CText.Number(op.Low)), ("high", CText.Number(op.High))];
}
