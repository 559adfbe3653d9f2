using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Constants of a model, stored as numbers or as codes behind a DequantizeLinear.</summary>
internal sealed class ConstantCodes(ModelGraph model, GraphIndex index)
{
    /// <summary>True for parameters and what a DequantizeLinear makes of one.</summary>
    public bool IsConstant(string value) => model.Parameters.ContainsKey(value) || (index.Producer(value) is { OpType: "DequantizeLinear" } node && model.Parameters.ContainsKey(node.Inputs[0]));

    /// <summary>A parameter, or null.</summary>
    public TensorData? Parameter(string? value) => value is not null && model.Parameters.TryGetValue(value, out TensorData? data) ? data : null;

    /// <summary>Symmetric codes of a weight, i8 or u8 around 128, with a scale for each channel or one for all, or null when the weight is none.</summary>
    public (sbyte[] Codes, Shape Shape, double[] Scales)? Weight(string value)
    {
        if (index.Producer(value) is not { OpType: "DequantizeLinear" } node || Parameter(node.Inputs[0]) is not { Type: DType.Int8 or DType.UInt8 } codes || Parameter(node.Inputs[1]) is not { } scales)
        {
            return null;
        }

        // Unsigned codes around 128 are the same weights.
        int zero = codes.Type == DType.UInt8 ? 128 : 0;
        bool symmetric = Parameter(node.Input(2)) is { } zeros ? zeros.ToIntegers().All(z => z == zero) : zero == 0;
        return symmetric ? ([.. codes.ToIntegers().Select(c => (sbyte)(c - zero))], codes.Shape, Array.ConvertAll(scales.ToFloats(), s => (double)s)) : null;
    }

    /// <summary>The numbers of a constant, or null.</summary>
    public double[]? Numbers(string value)
    {
        if (Parameter(value) is { Type: DType.Float32 } plain)
        {
            return Array.ConvertAll(plain.ToFloats(), v => (double)v);
        }

        if (index.Producer(value) is not { OpType: "DequantizeLinear" } node || Parameter(node.Inputs[0]) is not { } codes || Parameter(node.Inputs[1]) is not { } scales)
        {
            return null;
        }

        float[] factors = scales.ToFloats();
        long[] zeros = Parameter(node.Input(2))?.ToIntegers() ?? [0];
        return factors.Length == 1 || codes.Shape.Rank == 1
            ? [.. codes.ToIntegers().Select((c, i) => (c - zeros[zeros.Length == 1 ? 0 : i]) * (double)factors[factors.Length == 1 ? 0 : i])]
            : null;
    }

    /// <summary>What a QuantizeLinear or DequantizeLinear says codes mean, as signed codes; null when it is not one scale for all.</summary>
    public (CodeScale Scale, int Bits)? Scale(Node node)
    {
        if (Parameter(node.Input(1)) is not { Count: 1 } scale)
        {
            return null;
        }

        TensorData? zero = Parameter(node.Input(2));
        return zero switch
        {
            null or { Type: DType.UInt8 } => (new CodeScale(scale.ToFloats()[0], (int)(zero?.ToIntegers()[0] ?? 0) - 128), 8),
            { Type: DType.Int8 } => (new CodeScale(scale.ToFloats()[0], (int)zero.ToIntegers()[0]), 8),
            { Type: DType.Int16 } when zero.ToIntegers()[0] == 0 => (new CodeScale(scale.ToFloats()[0], 0), 16),
            _ => null,
        };
    }
}
