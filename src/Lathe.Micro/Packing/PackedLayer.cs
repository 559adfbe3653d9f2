using Lathe.Micro.Layers;
using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Packing;

/// <summary>Fully connected layers and pointwise convolutions with packed weights as C.</summary>
internal static class PackedLayer
{
    public static LayerCode Write(WeightedOp op, string name, ArenaCode arena, ConstantPool pool)
    {
        int inputs = PackingChoice.Columns(op), outputs = op.Weights.Shape[0];
        (string kernel, string what) = op.Weights.Packing switch
        {
            WeightPacking.Blocks => ("lathe_dense_blocks_s8", "blocks of weights"),
            WeightPacking.TwoOfFour => ("lathe_dense_halves_s8", "two of four weights"),
            _ => ("lathe_dense_book_s8", "sixteen weights a row"),
        };
        (string constants, string text) = pool.Get(op.Constants, name, n => Constants(op, n, inputs, outputs));
        string layer = CText.Struct(
            "lathe_packed_layer_s8",
            name,
            ("rows", $"{op.Output.Shape.Count / outputs}"),
            ("inputs", $"{inputs}"),
            ("outputs", $"{outputs}"),
            ("weights", constants + "_weights"),
            ("bias", constants + "_bias"),
            ("rescale", CText.Rescale(op.Requantization, constants, 8)));
        return new LayerCode(
            $"{op.Name}: {what}, {inputs} to {outputs}, {op.Macs:N0} multiply-accumulates were none left out.",
            text + layer,
            $"{kernel}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    // The zero point's share of the inputs stands in the bias, so that weights of zero add nothing.
    private static string Constants(WeightedOp op, string name, int inputs, int outputs)
    {
        long[] bias = new long[outputs];
        for (int o = 0; o < outputs; o++)
        {
            bias[o] = op.Bias.IsEmpty ? 0 : op.Bias[o];
            foreach (sbyte weight in op.Weights.Codes.Slice(o * inputs, inputs))
            {
                bias[o] += op.InputOffset * weight;
            }
        }

        return CText.Array("uint8_t", name + "_weights", op.Weights.Packed.ToArray().Select(b => (long)b)) + CText.Array("int32_t", name + "_bias", bias) + CText.Factors(op.Requantization, name);
    }
}
