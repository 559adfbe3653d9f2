using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Convolutions of all kinds as C.</summary>
internal static class ImageLayers
{
    public static LayerCode Write(ImageLayerOp op, string name, ArenaCode arena, ConstantPool pool)
    {
        (string kernel, string what, int channels) = op switch
        {
            DepthwiseConvolutionOp => ("lathe_depthwise", "depthwise convolution", 1),
            TransposedConvolutionOp => ("lathe_transposed_conv", "transposed convolution", op.Weights.Shape[3]),
            _ => ("lathe_conv", "convolution", op.Weights.Shape[3]),
        };
        Shape from = op.Input.Shape, to = op.Output.Shape, weights = op.Weights.Shape;
        KernelVariant variant = WeightCode.Variant(op, kernel);
        (string constants, string text) = pool.Get(op.Constants, name, n => WeightCode.Constants(op, n, to[3]));
        string layer = CText.Struct(
            $"lathe_image_layer_{variant.Code}",
            name,
            [
                ("batches", $"{to[0]}"),
                ("input", CText.Braces(from[1], from[2], from[3])),
                ("output", CText.Braces(to[1], to[2], to[3])),
                ("kernel_rows", $"{weights[1]}"),
                ("kernel_columns", $"{weights[2]}"),
                ("kernel_channels", $"{channels}"),
                ("input_offset", $"{op.InputOffset}"),
                ("window", Window(op.Window)),
                .. WeightCode.Members(op, constants),
            ]);
        return new LayerCode(
            $"{op.Name}: {what} {weights[1]} x {weights[2]}, {op.Input.Shape} to {op.Output.Shape}, {op.Macs:N0} multiply-accumulates.",
            text + layer,
            $"{variant.Name}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    internal static string Window(Runtime.SpatialWindow window) =>
        CText.Braces(window.StrideHeight, window.StrideWidth, window.PadTop, window.PadLeft, window.DilationHeight, window.DilationWidth);
}
