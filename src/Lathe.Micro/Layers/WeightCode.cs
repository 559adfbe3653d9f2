using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>Weights, biases and factors of a layer as C.</summary>
internal static class WeightCode
{
    /// <summary>The kernel for a layer's types.</summary>
    public static KernelVariant Variant(WeightedOp op, string kernel) => new(kernel, op.Input.Type == DType.Int8 ? 8 : 16, op.Requantization.Rounding, op.Weights.Bits);

    /// <summary>The arrays of a layer; an absent bias is zeros, which saves the kernels a question.</summary>
    public static string Constants(WeightedOp op, string name, int channels) =>
        CText.Array("int8_t", name + "_weights", op.Weights.Packed.ToArray().Select(b => (long)(sbyte)b))
        + CText.Array(op.Input.Type == DType.Int8 ? "int32_t" : "int64_t", name + "_bias", op.Bias.IsEmpty ? new long[channels] : op.Bias)
        + CText.Factors(op.Requantization, name);

    /// <summary>The last members of a layer's structure.</summary>
    public static IEnumerable<(string Member, string Value)> Members(WeightedOp op, string name) =>
    [
        ("weights", name + "_weights"),
        ("bias", name + "_bias"),
        ("rescale", CText.Rescale(op.Requantization, name, op.Input.Type == DType.Int8 ? 8 : 16)),
    ];
}
