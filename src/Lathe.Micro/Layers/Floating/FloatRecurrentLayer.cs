using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Micro.Layers.Floating;

/// <summary>LSTM and GRU in floating point as C.</summary>
internal static class FloatRecurrentLayer
{
    public static LayerCode Write(FloatRecurrentOp op, string name, ArenaCode arena)
    {
        (string what, string kernel) = op.Kind switch
        {
            FloatRecurrentKind.Lstm => ("LSTM", "lathe_lstm_f32"),
            FloatRecurrentKind.Gru => ("GRU", "lathe_gru_f32"),
            _ => ("GRU", "lathe_gru_reset_after_f32"),
        };
        Shape from = op.Input.Shape;
        bool lstm = op.CandidateBias.IsEmpty;
        string constants = CText.Array(name + "_input_weights", op.InputWeights.Values.ToArray()) + CText.Array(name + "_hidden_weights", op.HiddenWeights.Values.ToArray())
            + CText.Array(name + "_bias", op.Bias) + (lstm ? "" : CText.Array(name + "_candidate_bias", op.CandidateBias));
        string layer = CText.Struct(
            "lathe_recurrent_layer_f32",
            name,
            ("steps", $"{from[0]}"),
            ("batches", $"{from[1]}"),
            ("inputs", $"{from[2]}"),
            ("hidden", $"{op.Hidden}"),
            ("reverse", op.IsReverse ? "1" : "0"),
            ("every_step", op.GivesEveryStep ? "1" : "0"),
            ("input_weights", name + "_input_weights"),
            ("hidden_weights", name + "_hidden_weights"),
            ("bias", name + "_bias"),
            ("candidate_bias", lstm ? "NULL" : name + "_candidate_bias"));
        return new LayerCode(
            $"{op.Name}: {what} of {op.Hidden} units, {from[0]} steps, {op.Macs:N0} multiply-accumulates.",
            constants + layer,
            $"{kernel}(&{name}, {arena.At(op.Input, true)}, {State(op.FirstHidden, arena)}, {State(op.FirstCell, arena)}, {arena.ScratchOf(op)}, {arena.At(op.Output)})");
    }

    private static string State(IntegerValue? state, ArenaCode arena) => state is null ? "NULL" : arena.At(state, true);
}
