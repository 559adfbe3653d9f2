using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Convolutions of all kinds as C.</summary>
internal static class ImageLayers
{
    public static LayerCode Write(ImageLayerOp given, string name, ArenaCode arena, ConstantPool pool)
    {
        string kernel = ConvolutionKernels.Of(given, arena.Kernels), room = given.ScratchBytes > 0 ? $"{arena.ScratchOf(given)}, " : "";
        ImageLayerOp op = ConvolutionKernels.Prepared(given, arena.Kernels);
        (string what, int channels) = op switch
        {
            DepthwiseConvolutionOp => ("depthwise convolution", 1),
            TransposedConvolutionOp => ("transposed convolution", op.Weights.Shape[3]),
            _ => ("convolution", op.Weights.Shape[3]),
        };
        Shape from = op.Input.Shape, to = op.Output.Shape, weights = op.Weights.Shape;
        (string constants, string text) = pool.Get(given.Constants, name, n => WeightCode.Constants(op, n, to[3]));
        string layer = CText.Struct(
            $"lathe_image_layer_{(op.Input.Type == DType.Int8 ? "s8" : "s16")}",
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
            $"{kernel}(&{name}, {arena.At(op.Input, true)}, {room}{arena.At(op.Output)})");
    }

    internal static string Window(Runtime.SpatialWindow window) =>
        CText.Braces(window.StrideHeight, window.StrideWidth, window.PadTop, window.PadLeft, window.DilationHeight, window.DilationWidth);
}
