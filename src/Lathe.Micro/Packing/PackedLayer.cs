using Lathe.Micro.Layers;
using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Packing;

/// <summary>Layers with packed weights whose inputs lie in rows, as C: fully connected ones and pointwise convolutions.</summary>
internal static class PackedLayer
{
    /// <summary>The word that names of kernels have for a packing.</summary>
    public static string Form(WeightPacking packing) => packing switch
    {
        WeightPacking.Blocks => "blocks",
        WeightPacking.TwoOfFour => "halves",
        _ => "book",
    };

    /// <summary>True where every place of the output reads a row of inputs that no other place reads.</summary>
    public static bool IsRows(WeightedOp op) =>
        op is not ConvolutionOp image || (image.Weights.Shape.Product(1, 3) == 1 && image.Window == SpatialWindow.Unit && image.Input.Shape.Product(0, 3) == image.Output.Shape.Product(0, 3));

    public static LayerCode Write(WeightedOp op, string name, ArenaCode arena, ConstantPool pool)
    {
        int inputs = PackingChoice.Columns(op), outputs = op.Weights.Shape[0];
        string kernel = $"lathe_dense_{Form(op.Weights.Packing)}_s8", what = op.Weights.Packing switch
        {
            WeightPacking.Blocks => "blocks of weights",
            WeightPacking.TwoOfFour => "two of four weights",
            _ => "sixteen weights a row",
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
