using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Sums and products of two tensors as C.</summary>
internal static class PairLayer
{
    public static LayerCode Write(PairOp op, string name, ArenaCode arena)
    {
        int batches = op.Left.Shape == op.Right.Shape ? 1 : op.Left.Shape[0];
        int bits = op.Left.Type == DType.Int8 ? 8 : 16;
        (string what, string kernel) = op switch { AddOp => ("sum", "lathe_add"), SubtractOp => ("difference", "lathe_subtract"), _ => ("product", "lathe_multiply") };
        var variant = new KernelVariant(kernel, bits, op.Requantization.Rounding);
        IEnumerable<(string, string)> terms = op is CommonScaleOp add
            ?
            [
                ("headroom", $"{add.Headroom}"),
                ("left_multiplier", $"{add.LeftFactor.Multiplier}"),
                ("left_shift", $"{add.LeftFactor.Shift}"),
                ("right_multiplier", $"{add.RightFactor.Multiplier}"),
                ("right_shift", $"{add.RightFactor.Shift}"),
            ]
            : [];
        string layer = CText.Struct(
            "lathe_pair",
            name,
            [
                ("batches", $"{batches}"),
                ("repeats", $"{op.Left.Shape.Count / op.Right.Shape.Count}"),
                ("count", $"{op.Right.Shape.Count / batches}"),
                ("left_offset", $"{op.LeftOffset}"),
                ("right_offset", $"{op.RightOffset}"),
                .. terms,
                ("rescale", CText.Rescale(op.Requantization, name, bits)),
            ]);
        return new LayerCode(
            $"{op.Name}: {what} of {op.Left.Shape} and {op.Right.Shape}.",
            CText.Factors(op.Requantization, name) + layer,
            $"{variant.Name}(&{name}, {arena.At(op.Left, true)}, {arena.At(op.Right, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Product(MatrixProductOp op, string name, ArenaCode arena)
    {
        int bits = op.Left.Type == DType.Int8 ? 8 : 16;
        Shape left = op.Left.Shape;
        string layer = CText.Struct(
            "lathe_matmul_layer",
            name,
            ("batches", $"{left[0]}"),
            ("rows", $"{left[1]}"),
            ("inner", $"{left[2]}"),
            ("columns", $"{op.Right.Shape[2]}"),
            ("left_offset", $"{op.LeftOffset}"),
            ("right_offset", $"{op.RightOffset}"),
            ("rescale", CText.Rescale(op.Requantization, name, bits)));
        return new LayerCode(
            $"{op.Name}: products of {left} and {op.Right.Shape}, {op.Macs:N0} multiply-accumulates.",
            CText.Factors(op.Requantization, name) + layer,
            $"{new KernelVariant("lathe_matmul", bits, op.Requantization.Rounding).Name}(&{name}, {arena.At(op.Left, true)}, {arena.At(op.Right, true)}, {arena.At(op.Output)})");
    }
}
