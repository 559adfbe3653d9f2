using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>The gates of recurrent layers as C.</summary>
internal static class GateCode
{
    /// <summary>The type of sums and biases.</summary>
    public static string SumType(TypedOp op) => op.Input.Type == DType.Int8 ? "int32_t" : "int64_t";

    /// <summary>The arrays of a gate; an absent bias is zeros.</summary>
    public static string Constants(LstmGate gate, string name, TypedOp op) =>
        CText.Array("int8_t", name + "_input_weights", gate.InputWeights.Codes.ToArray().Select(c => (long)c))
        + CText.Array("int8_t", name + "_hidden_weights", gate.HiddenWeights.Codes.ToArray().Select(c => (long)c))
        + CText.Array(SumType(op), name + "_bias", gate.Bias.IsEmpty ? new long[op.Output.Shape[2]] : gate.Bias);

    /// <summary>A gate's member of a layer's structure.</summary>
    public static string Initializer(LstmGate gate, string name) =>
        $"{{{name}_input_weights, {name}_hidden_weights, {name}_bias, {gate.InputFactor.Multiplier}, {gate.InputFactor.Shift}, {gate.HiddenFactor.Multiplier}, {gate.HiddenFactor.Shift}}}";
}
