using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Pooling as C.</summary>
internal static class PoolLayer
{
    public static LayerCode Write(PoolOp op, string name, ArenaCode arena)
    {
        int bits = op.Input.Type == DType.Int8 ? 8 : 16;
        string kind = op is MaxPoolOp ? "max" : "average";
        Shape from = op.Input.Shape, to = op.Output.Shape;
        string layer = CText.Struct(
            "lathe_pool",
            name,
            ("batches", $"{to[0]}"),
            ("input", CText.Braces(from[1], from[2], from[3])),
            ("output", CText.Braces(to[1], to[2], to[3])),
            ("kernel_rows", $"{op.KernelHeight}"),
            ("kernel_columns", $"{op.KernelWidth}"),
            ("window", ImageLayers.Window(op.Window)),
            ("low", $"{Math.Max(op.Low, -(1 << (bits - 1)))}"),
            ("high", $"{Math.Min(op.High, (1 << (bits - 1)) - 1)}"));
        return new LayerCode(
            $"{op.Name}: {kind} of {op.KernelHeight} x {op.KernelWidth}, {from} to {to}.",
            layer,
            $"lathe_{kind}_pool_s{bits}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }
}
