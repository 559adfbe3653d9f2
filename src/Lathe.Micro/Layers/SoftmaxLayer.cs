using Lathe.Micro.Writing;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Softmax as C.</summary>
internal static class SoftmaxLayer
{
    public static LayerCode Write(SoftmaxOp op, string name, ArenaCode arena) =>
        Write(op, name, arena, op.Factor, op.LeastDifference, op.Output.Type == DType.Int8 ? "lathe_softmax_s8_s8" : "lathe_softmax_s8_s16");

    public static LayerCode Write(Softmax16Op op, string name, ArenaCode arena) => Write(op, name, arena, op.Factor, 0, "lathe_softmax_s16");

    private static LayerCode Write(OneInputOp op, string name, ArenaCode arena, FixedPointMultiplier factor, int least, string kernel) => new(
        $"{op.Name}: softmax, {op.Output.Shape}.",
        CText.Struct(
            "lathe_softmax",
            name,
            ("rows", $"{op.Output.Shape.Count / op.Output.Shape[-1]}"),
            ("width", $"{op.Output.Shape[-1]}"),
            ("multiplier", $"{factor.Multiplier}"),
            ("shift", $"{factor.Shift}"),
            ("least_difference", $"{least}")),
        $"{kernel}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
}
