using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>
/// LSTM and GRU whose sequences are codes: each gate's matrices get a scale of their own here, gates are computed with 12 fraction bits, states with 15,
/// and a cell with 11. What nothing quantizes behind the layer lies between -1 and 1 in steps of 1/128.
/// </summary>
internal static class RecurrentLowering
{
    private const int GateBits = 12, StateBits = 15, CellBits = 11, Lengths = 4, Hidden = 5, Cell = 6, Peepholes = 7;
    private const double LargestBias = 1 << 26, SmallestScale = 1e-12;

    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        double[]?[] parameters = [.. Enumerable.Range(1, 3).Select(i => node.Input(i) is { } name ? context.Constants.Numbers(name) : i == 3 ? [] : null)];
        if (Unusual(node, input, context) is { } why || parameters is not [{ } w, { } r, { } b])
        {
            context.Refuse(node, Unusual(node, input, context) ?? "has matrices that are computed. Fold constants before the export.");
            return;
        }

        IntegerValue x = Layouts.AsPlain(input, context).Value;
        int units = (int)node.Attributes.Int("hidden_size", r.Length), steps = x.Shape[0], batches = x.Shape[1];
        CodeScale output = node.Outputs.Where(o => o.Length > 0).Select(o => context.Targets.Ahead(o)?.Scale).FirstOrDefault(s => s is not null) ?? new CodeScale(1.0 / 128, 0);
        IntegerValue y = context.Value(node.Name + "/states", new Shape(steps, batches, units));
        var gates = new Gates(w, r, b.Length == 0 ? new double[2 * w.Length / x.Shape[2]] : b, units, x.Shape[2], input.Scale.Scale, output.Scale);
        context.Add(node.OpType == "LSTM" ? Lstm(node, x, y, gates, input.Scale, output) : Gru(node, x, y, gates, input.Scale, output));
        HandOut(node, y, output, context);
    }

    // ONNX's gates are i, o, f, c.
    private static LstmOp Lstm(Node node, IntegerValue x, IntegerValue y, Gates gates, CodeScale input, CodeScale output) => new()
    {
        Name = node.Name, Input = x, Output = y, TimeMajor = true, InputOffset = -input.Zero, OutputZero = output.Zero, CellScalePower = -CellBits,
        InputGate = gates.Gate(0), OutputGate = gates.Gate(1), ForgetGate = gates.Gate(2), CellGate = gates.Gate(3),
        ForgetToCell = FixedPointMultiplier.From(Math.ScaleB(1, -StateBits)),
        InputToCell = FixedPointMultiplier.From(Math.ScaleB(1, CellBits - (2 * StateBits))),
        OutputFactor = FixedPointMultiplier.From(Math.ScaleB(1, -2 * StateBits) / output.Scale),
    };

    // ONNX's gates are z, r, h.
    private static GruOp Gru(Node node, IntegerValue x, IntegerValue y, Gates gates, CodeScale input, CodeScale output) => new()
    {
        Name = node.Name, Input = x, Output = y, InputOffset = -input.Zero, OutputZero = output.Zero,
        UpdateGate = gates.Gate(0), ResetGate = gates.Gate(1), CandidateGate = gates.Gate(2, split: true), CandidateBias = gates.HiddenBias(2),
        OutputFactor = FixedPointMultiplier.From(Math.ScaleB(1, -StateBits) / output.Scale),
    };

    private static void HandOut(Node node, IntegerValue y, CodeScale scale, LoweringContext context)
    {
        int steps = y.Shape[0], batches = y.Shape[1], units = y.Shape[2];
        if (context.Uses(node, 0))
        {
            Shape all = new(steps, 1, batches, units);
            context.Set(node.Outputs[0], new Coded(Layouts.View(y, all, context), scale, all, CodeForm.Plain));
        }

        if (context.Uses(node, 1))
        {
            Shape last = new(1, batches, units);
            IntegerValue row = Layouts.LastRow(y, first: false, context);
            context.Set(node.Outputs[1], new Coded(Layouts.View(row, last, context), scale, last, CodeForm.Plain));
        }
    }

    private static string? Unusual(Node node, Coded input, LoweringContext context)
    {
        string[] usual = node.OpType == "LSTM" ? ["sigmoid", "tanh", "tanh"] : ["sigmoid", "tanh"];
        bool plain = (node.Attributes.Texts("activations") ?? []).Select((a, i) => a.Equals(usual[i % usual.Length], StringComparison.OrdinalIgnoreCase)).All(same => same)
            && !node.Attributes.Has("clip") && node.Attributes.Int("input_forget", 0) == 0 && node.Input(Peepholes) is null && node.Attributes.Int("layout", 0) == 0;
        bool starts = new[] { Hidden, Cell }.Any(i => node.Input(i) is { } state && !(context.Constants.Numbers(state) is { } numbers && numbers.All(n => n == 0)));
        return !plain ? "has other activations, a clip, peepholes, coupled gates or the batch first. Use the usual cell with time first."
            : node.Attributes.Text("direction", "forward") != "forward" ? "runs backwards or both ways, for which there is no integer kernel. Run it forwards, or export in floating point: --precision float32."
            : node.OpType == "GRU" && node.Attributes.Int("linear_before_reset", 0) == 0 ? "applies its reset gate before the state's matrix. Train it with linear_before_reset (reset_after), or export in floating point: --precision float32."
            : node.Input(Lengths) is not null || starts || context.Uses(node, 2) ? "has lengths of its own for sequences, starts from a given state, or hands out its cell. Run whole sequences from zero, or export in floating point: --precision float32."
            : input.Value.Type != DType.Int8 ? "reads 16-bit codes. Quantize its input to 8 bits." : null;
    }

    /// <summary>The matrices of a layer, gate by gate.</summary>
    private sealed record Gates(double[] W, double[] R, double[] B, int Units, int Inputs, double InputScale, double OutputScale)
    {
        /// <summary>A gate in codes; with <paramref name="split"/> its second bias stays beside the state.</summary>
        public LstmGate Gate(int gate, bool split = false)
        {
            double[] w = [.. W.Skip(gate * Units * Inputs).Take(Units * Inputs)], r = [.. R.Skip(gate * Units * Units).Take(Units * Units)];
            double[] bias = [.. Bias(gate).Zip(HiddenBiases(gate), (first, second) => split ? first : first + second)];
            double scale = Scale(w, bias, InputScale), hidden = HiddenScale(gate);
            return new LstmGate
            {
                InputWeights = Codes(w, scale, Inputs), HiddenWeights = Codes(r, hidden, Units),
                Bias = [.. bias.Select(v => (long)Math.Round(v / (scale * InputScale)))],
                InputFactor = FixedPointMultiplier.From(Math.ScaleB(scale * InputScale, GateBits)), HiddenFactor = FixedPointMultiplier.From(Math.ScaleB(hidden * OutputScale, GateBits)),
            };
        }

        /// <summary>The bias beside the state, in the scale of its sums.</summary>
        public ImmutableArray<long> HiddenBias(int gate) => [.. HiddenBiases(gate).Select(v => (long)Math.Round(v / (HiddenScale(gate) * OutputScale)))];

        private double HiddenScale(int gate) => Scale([.. R.Skip(gate * Units * Units).Take(Units * Units)], HiddenBiases(gate), OutputScale);

        private double[] Bias(int gate) => [.. B.Skip(gate * Units).Take(Units)];

        private double[] HiddenBiases(int gate) => [.. B.Skip((B.Length / 2) + (gate * Units)).Take(Units)];

        // Wide enough for a bias, too, whose sums have 32 bits.
        private static double Scale(double[] weights, double[] bias, double values) =>
            Math.Max(Math.Max(weights.Max(Math.Abs) / sbyte.MaxValue, bias.Max(Math.Abs) / (values * LargestBias)), SmallestScale);

        private IntegerWeights Codes(double[] weights, double scale, int columns) =>
            IntegerWeights.Of([.. weights.Select(v => (sbyte)Math.Clamp(Math.Round(v / scale), -sbyte.MaxValue, sbyte.MaxValue))], new Shape(Units, columns));
    }
}
