using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Layers;

/// <summary>An LSTM as C.</summary>
internal static class LstmLayer
{
    // The argument of the cell's hyperbolic tangent has 12 fraction bits.
    private const int GateBits = 12;

    public static LayerCode Write(LstmOp op, string name, ArenaCode arena)
    {
        string code = CTypes.Suffix(op.Input.Type);
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
                .. gates.Select(g => (g.Name, GateCode.Initializer(g.Gate, $"{name}_{g.Name}"))),
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
            string.Concat(gates.Select(g => GateCode.Constants(g.Gate, $"{name}_{g.Name}", op))) + layer,
            $"lathe_lstm_run_{code}(&{name}, {arena.At(op.Input, true)}, {arena.ScratchOf(op)}, {arena.At(op.Output)})");
    }
}
