using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Means as C.</summary>
internal static class MeanLayer
{
    public static LayerCode Write(MeanOp op, string name, ArenaCode arena)
    {
        int bits = op.Input.Type == DType.Int8 ? 8 : 16;
        Shape from = op.Input.Shape, to = op.Output.Shape;
        string layer = CText.Struct(
            "lathe_mean",
            name,
            ("batches", $"{to[0]}"),
            ("input", CText.Braces(from[1], from[2], from[3])),
            ("output", CText.Braces(to[1], to[2], to[3])),
            ("kernel_rows", $"{op.KernelHeight}"),
            ("kernel_columns", $"{op.KernelWidth}"),
            ("window", ImageLayers.Window(op.Window)),
            ("input_offset", $"{op.InputOffset}"),
            ("rescale", CText.Rescale(op.Requantization, name, bits)));
        return new LayerCode(
            $"{op.Name}: mean of {op.KernelHeight} x {op.KernelWidth}, {from} to {to}.",
            CText.Factors(op.Requantization, name) + layer,
            $"{new KernelVariant("lathe_mean", bits, op.Requantization.Rounding).Name}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }
}
