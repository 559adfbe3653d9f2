using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Vectors;

/// <summary>The LSTM sets.</summary>
internal static class LstmVectors
{
    public static VectorGraph Of(VectorSet set)
    {
        bool first = set.Array("output_ref").Length > 0;
        DType type = set.Name.EndsWith("s16", StringComparison.Ordinal) ? DType.Int16 : DType.Int8;
        int batches = set["BATCH_SIZE"], steps = set["TIME_STEPS"], inputs = set["INPUT_SIZE"], hidden = set["HIDDEN_SIZE"];
        bool timeMajor = set.Flag("TIME_MAJOR");
        (int outer, int inner) = timeMajor ? (steps, batches) : (batches, steps);
        var op = new LstmOp
        {
            Name = set.Name,
            Input = new IntegerValue("x", type, new Shape(outer, inner, inputs)),
            Output = new IntegerValue("y", type, new Shape(outer, inner, hidden)),
            TimeMajor = timeMajor,
            ForgetGate = Gate(set, "FORGET_GATE", inputs, hidden),
            InputGate = Gate(set, "INPUT_GATE", inputs, hidden),
            CellGate = Gate(set, "CELL_GATE", inputs, hidden),
            OutputGate = Gate(set, "OUTPUT_GATE", inputs, hidden),
            InputOffset = set["INPUT_ZERO_POINT"],
            OutputZero = set["OUTPUT_ZERO_POINT"],
            ForgetToCell = Factor(set, "FORGET_TO_CELL"),
            InputToCell = Factor(set, "INPUT_TO_CELL"),
            OutputFactor = Factor(set, "OUTPUT"),
            CellClip = set["CELL_CLIP"],
            CellScalePower = set["CELL_SCALE_POWER"],
        };
        return VectorGraph.One(op, set, first ? set.Array("input") : set.Array("input_tensor"), set.Array("output_ref", "output"));
    }

    private static LstmGate Gate(VectorSet set, string gate, int inputs, int hidden)
    {
        string array = gate.ToLowerInvariant(), older = array.Replace("_gate", "", StringComparison.Ordinal);
        return new LstmGate
        {
            InputWeights = VectorGraph.Weights(set, set.Array($"input_to_{older}_w", array + "_input_weights"), hidden, inputs),
            HiddenWeights = VectorGraph.Weights(set, set.Array($"recurrent_input_to_{older}_w", array + "_hidden_weights"), hidden, hidden),
            Bias = [.. set.Array(array + "_bias")],
            InputFactor = Factor(set, gate + "_INPUT"),
            HiddenFactor = Factor(set, gate + "_HIDDEN"),
        };
    }

    private static FixedPointMultiplier Factor(VectorSet set, string name) => new(set[name + "_MULTIPLIER"], set[name + "_SHIFT"]);
}
