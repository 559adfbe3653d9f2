using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Layers;

/// <summary>Fully connected layers as C.</summary>
internal static class DenseLayer
{
    public static LayerCode Write(FullyConnectedOp op, string name, ArenaCode arena)
    {
        int outputs = op.Weights.Shape[0], inputs = op.Weights.Shape[1];
        KernelVariant variant = WeightCode.Variant(op, "lathe_dense");
        string layer = CText.Struct(
            $"lathe_dense_layer_{variant.Code}",
            name,
            [
                ("batches", $"{op.Output.Shape.Count / outputs}"),
                ("inputs", $"{inputs}"),
                ("outputs", $"{outputs}"),
                ("input_offset", $"{op.InputOffset}"),
                ("weight_offset", $"{op.WeightOffset}"),
                .. WeightCode.Members(op, name),
            ]);
        return new LayerCode(
            $"{op.Name}: fully connected, {inputs} to {outputs}, {op.Macs:N0} multiply-accumulates.",
            WeightCode.Constants(op, name, outputs) + layer,
            $"{variant.Name}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }
}
