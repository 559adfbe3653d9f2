using Lathe.Micro.Writing;
using Lathe.Runtime.Ops;

namespace Lathe.Micro.Layers;

/// <summary>A GRU as C.</summary>
internal static class GruLayer
{
    public static LayerCode Write(GruOp op, string name, ArenaCode arena)
    {
        string code = CTypes.Suffix(op.Input.Type);
        int units = op.Output.Shape[2];
        (string Name, LstmGate Gate)[] gates = [("update_gate", op.UpdateGate), ("reset_gate", op.ResetGate), ("candidate_gate", op.CandidateGate)];
        string layer = CText.Struct(
            $"lathe_gru_{code}",
            name,
            [
                ("steps", $"{op.Input.Shape[0]}"),
                ("batches", $"{op.Input.Shape[1]}"),
                ("inputs", $"{op.Input.Shape[2]}"),
                ("hidden", $"{units}"),
                .. gates.Select(g => (g.Name, GateCode.Initializer(g.Gate, $"{name}_{g.Name}"))),
                ("candidate_bias", $"{name}_candidate_bias"),
                ("input_offset", $"{op.InputOffset}"),
                ("output_zero", $"{op.OutputZero}"),
                ("output_multiplier", $"{op.OutputFactor.Multiplier}"),
                ("output_shift", $"{op.OutputFactor.Shift}"),
            ]);
        return new LayerCode(
            $"{op.Name}: GRU of {units} units, {op.Input.Shape[0]} steps, {op.Macs:N0} multiply-accumulates.",
            string.Concat(gates.Select(g => GateCode.Constants(g.Gate, $"{name}_{g.Name}", op))) + CText.Array(GateCode.SumType(op), name + "_candidate_bias", op.CandidateBias.IsEmpty ? new long[units] : op.CandidateBias) + layer,
            $"lathe_gru_run_{code}(&{name}, {arena.At(op.Input, true)}, {arena.ScratchOf(op)}, {arena.At(op.Output)})");
    }
}
