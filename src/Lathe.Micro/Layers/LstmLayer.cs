using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>An LSTM as C.</summary>
internal static class LstmLayer
{
    // The argument of the cell's hyperbolic tangent has 12 fraction bits.
    private const int GateBits = 12;

    public static LayerCode Write(LstmOp op, string name, ArenaCode arena)
    {
        string code = op.Input.Type == DType.Int8 ? "s8" : "s16";
        int batches = op.Input.Shape[op.TimeMajor ? 1 : 0], steps = op.Input.Shape[op.TimeMajor ? 0 : 1];
        (string Name, LstmGate Gate)[] gates = [("forget_gate", op.ForgetGate), ("input_gate", op.InputGate), ("cell_gate", op.CellGate), ("output_gate", op.OutputGate)];
        string layer = CText.Struct(
            $"lathe_lstm_{code}",
            name,
            [
                ("batches", $"{batches}"),
                ("steps", $"{steps}"),
                ("inputs", $"{op.Input.Shape[2]}"),
                ("hidden", $"{op.Output.Shape[2]}"),
                ("batch_stride", $"{(op.TimeMajor ? 1 : steps)}"),
                ("step_stride", $"{(op.TimeMajor ? batches : 1)}"),
                .. gates.Select(g => (g.Name, Gate(g.Gate, $"{name}_{g.Name}"))),
                ("input_offset", $"{op.InputOffset}"),
                ("output_zero", $"{op.OutputZero}"),
                ("forget_multiplier", $"{op.ForgetToCell.Multiplier}"),
                ("forget_shift", $"{op.ForgetToCell.Shift}"),
                ("write_multiplier", $"{op.InputToCell.Multiplier}"),
                ("write_shift", $"{op.InputToCell.Shift}"),
                ("output_multiplier", $"{op.OutputFactor.Multiplier}"),
                ("output_shift", $"{op.OutputFactor.Shift}"),
                ("cell_clip", $"{op.CellClip}"),
                ("cell_shift", $"{op.CellScalePower + GateBits}"),
            ]);
        return new LayerCode(
            $"{op.Name}: LSTM of {op.Output.Shape[2]} units, {steps} steps, {op.Macs:N0} multiply-accumulates.",
            string.Concat(gates.Select(g => Constants(g.Gate, $"{name}_{g.Name}", op))) + layer,
            $"lathe_lstm_run_{code}(&{name}, {arena.At(op.Input, true)}, {arena.ScratchOf(op)}, {arena.At(op.Output)})");
    }

    private static string Constants(LstmGate gate, string name, LstmOp op) =>
        CText.Array("int8_t", name + "_input_weights", gate.InputWeights.Codes.ToArray().Select(c => (long)c))
        + CText.Array("int8_t", name + "_hidden_weights", gate.HiddenWeights.Codes.ToArray().Select(c => (long)c))
        + CText.Array(op.Input.Type == DType.Int8 ? "int32_t" : "int64_t", name + "_bias", gate.Bias.IsEmpty ? new long[op.Output.Shape[2]] : gate.Bias);

    private static string Gate(LstmGate gate, string name) =>
        $"{{{name}_input_weights, {name}_hidden_weights, {name}_bias, {gate.InputFactor.Multiplier}, {gate.InputFactor.Shift}, {gate.HiddenFactor.Multiplier}, {gate.HiddenFactor.Shift}}}";
}
