using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>What moves codes or maps each to another, as C.</summary>
internal static class MovingLayers
{
    public static LayerCode Lookup(LookupOp op, string name, ArenaCode arena, ConstantPool pool)
    {
        (string table, string text) = pool.Get(op.Constants, name, n => CText.Array("int8_t", n, op.Table.Select(v => (long)v)));
        return new LayerCode(
            $"{op.Name}: a function of one code, {op.Output.Shape}.",
            text,
            $"lathe_lookup_s8({table}, {op.Output.Shape.Count}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Concat(ConcatOp op, ArenaCode arena)
    {
        Shape to = op.Output.Shape;
        int rows = to.Product(0, op.Axis), inner = to.Product(op.Axis + 1, to.Rank), stride = inner * to[op.Axis], start = 0;
        var calls = new List<string>();
        foreach (IntegerValue input in op.Inputs)
        {
            int length = inner * input.Shape[op.Axis];
            calls.Add($"lathe_place_{Code(op.Output)}({rows}, {length}, {stride}, {arena.At(input, true)}, {arena.At(op.Output)}{(start > 0 ? $" + {start}" : "")})");
            start += length;
        }

        return new LayerCode($"{op.Name}: {op.Inputs.Length} tensors joined, {to}.", "", calls);
    }

    public static LayerCode ArgMax(ArgMaxOp op, ArenaCode arena) => new(
        $"{op.Name}: places of the largest, {op.Input.Shape} to {op.Output.Shape}.",
        "",
        $"lathe_argmax_{Code(op.Input)}({op.Output.Shape.Count}, {op.Input.Shape[-1]}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");

    public static LayerCode Pad(PadOp op, string name, ArenaCode arena) => new(
        $"{op.Name}: padding, {op.Input.Shape} to {op.Output.Shape}.",
        CText.Struct("lathe_pad", name, ("input", Four(op.Input.Shape.Dimensions.ToArray(), 1)), ("output", Four(op.Output.Shape.Dimensions.ToArray(), 1)), ("before", Four([.. op.Before], 0))),
        $"lathe_pad_{Code(op.Output)}(&{name}, {Filling(op)}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");

    public static LayerCode Transpose(TransposeOp op, string name, ArenaCode arena)
    {
        Shape from = op.Input.Shape;
        int[] strides = [.. op.Permutation.Select(p => from.Product(p + 1, from.Rank))];
        return new LayerCode(
            $"{op.Name}: dimensions reordered, {from} to {op.Output.Shape}.",
            CText.Struct("lathe_transpose", name, ("output", Four(op.Output.Shape.Dimensions.ToArray(), 1)), ("stride", Four(strides, 0))),
            $"lathe_transpose_{Code(op.Output)}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Repeat(RepeatOp op, string name, ArenaCode arena) => new(
        $"{op.Name}: pixels repeated, {op.Input.Shape} to {op.Output.Shape}.",
        CText.Struct(
            "lathe_repeat",
            name,
            ("batches", $"{op.Input.Shape[0]}"),
            ("input", CText.Braces(op.Input.Shape[1], op.Input.Shape[2], op.Input.Shape[3])),
            ("rows", $"{op.Rows}"),
            ("columns", $"{op.Columns}")),
        $"lathe_repeat_{Code(op.Output)}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");

    private static string Filling(PadOp op) => op.Output.Type == DType.Float32 ? CText.Number(BitConverter.Int32BitsToSingle(op.Code)) : $"{op.Code}";

    private static string Code(IntegerValue value) => CTypes.Suffix(value.Type);

    // Four dimensions, those missing in front.
    private static string Four(int[] dimensions, int missing) =>
        CText.Braces([.. Enumerable.Repeat((long)missing, Math.Max(0, 4 - dimensions.Length)), .. dimensions.Select(d => (long)d)]);
}
