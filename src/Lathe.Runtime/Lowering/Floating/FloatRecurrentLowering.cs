using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>LSTM and GRU in floating point: an operation for each direction; what is handed out of the last step alone needs no memory for the others.</summary>
internal static class FloatRecurrentLowering
{
    private const int Lengths = 4, FirstHidden = 5, FirstCell = 6, Peepholes = 7;

    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input || Floats.Weight(node, 1, context) is not var (inputs, w) || Floats.Weight(node, 2, context) is not var (hidden, r) || Floats.Bias(node, 3, context) is not { } bias)
        {
            return;
        }

        if (Unusual(node, context) is { } why)
        {
            context.Refuse(node, why);
            return;
        }

        IntegerValue x = Layouts.AsPlain(input, context).Value;
        int directions = w[0], units = r[2], steps = x.Shape[0], batches = x.Shape[1];
        bool every = context.Uses(node, 0);
        var sequences = new List<IntegerValue>();
        var states = new List<IntegerValue>();
        for (int d = 0; d < directions; d++)
        {
            bool reverse = d == 1 || node.Attributes.Text("direction", "forward") == "reverse";
            string name = directions == 1 ? node.Name : $"{node.Name}/{(reverse ? "backward" : "forward")}";
            FloatRecurrentOp op = Direction(node, name, x, d, (inputs, w), (hidden, r), bias, context) with { IsReverse = reverse, Output = context.Value(name + "/states", every ? new Shape(steps, batches, units) : new Shape(batches, units), DType.Float32) };
            context.Add(op);
            if (every)
            {
                sequences.Add(Layouts.View(op.Output, new Shape(steps, 1, batches, units), context));
            }

            if (context.Uses(node, 1))
            {
                states.Add(Layouts.View(every ? Layouts.LastRow(op.Output, reverse, context) : op.Output, new Shape(1, batches, units), context));
            }
        }

        HandOut(node, 0, sequences, 1, context);
        HandOut(node, 1, states, 0, context);
    }

    private static FloatRecurrentOp Direction(Node node, string name, IntegerValue x, int d, (double[] Values, Shape Shape) w, (double[] Values, Shape Shape) r, float[] given, LoweringContext context)
    {
        int units = r.Shape[2], rows = w.Shape[1];
        bool lstm = node.OpType == "LSTM";
        float[] bias = given.Length == 0 ? new float[2 * rows] : given.AsSpan(d * 2 * rows, 2 * rows).ToArray();

        // The candidate of a GRU meets its second bias inside the cell.
        float[] joined = [.. Enumerable.Range(0, rows).Select(i => bias[i] + (lstm || i < 2 * units ? bias[rows + i] : 0))];
        return new FloatRecurrentOp
        {
            Name = name, Input = x, Output = x,
            Kind = lstm ? FloatRecurrentKind.Lstm : node.Attributes.Int("linear_before_reset", 0) != 0 ? FloatRecurrentKind.GruResetAfter : FloatRecurrentKind.Gru,
            InputWeights = FloatWeights.Reordered(w.Values, new Shape(rows, w.Shape[2]), i => (d * rows * w.Shape[2]) + i),
            HiddenWeights = FloatWeights.Reordered(r.Values, new Shape(rows, units), i => (d * rows * units) + i),
            Bias = [.. joined],
            CandidateBias = lstm ? [] : [.. bias.AsSpan(rows + (2 * units), units)],
            FirstHidden = State(node, FirstHidden, units, context),
            FirstCell = lstm ? State(node, FirstCell, units, context) : null,
        };
    }

    private static IntegerValue? State(Node node, int input, int units, LoweringContext context) =>
        context.Find(node.Input(input)) is { } state ? Layouts.View(Layouts.AsPlain(state, context).Value, new Shape(state.Value.Shape.Count / units, units), context) : null;

    private static void HandOut(Node node, int output, List<IntegerValue> parts, int axis, LoweringContext context)
    {
        if (parts.Count == 0)
        {
            return;
        }

        Shape shape = context.ShapeOf(node.Outputs[output]);
        if (parts.Count == 1)
        {
            context.Set(node.Outputs[output], new Coded(parts[0], Floats.Unit, shape, CodeForm.Plain));
            return;
        }

        Coded y = Floats.Plain(node.Outputs[output], shape, context);
        context.Add(new ConcatOp { Name = y.Value.Name, Inputs = [.. parts], Output = y.Value, Axis = axis });
    }

    private static string? Unusual(Node node, LoweringContext context)
    {
        string[] usual = node.OpType == "LSTM" ? ["sigmoid", "tanh", "tanh"] : ["sigmoid", "tanh"];
        bool plain = (node.Attributes.Texts("activations") ?? []).Select((a, i) => a.Equals(usual[i % usual.Length], StringComparison.OrdinalIgnoreCase)).All(same => same)
            && !node.Attributes.Has("clip") && node.Attributes.Int("input_forget", 0) == 0 && node.Input(Peepholes) is null && node.Attributes.Int("layout", 0) == 0;
        bool bidirectional = node.Attributes.Text("direction", "forward") == "bidirectional";
        bool full = node.Input(Lengths) is null, starts = new[] { FirstHidden, FirstCell }.All(i => node.Input(i) is not { } state || (context.Find(state) is null ? IsZero(state, context) : !bidirectional));
        return !plain ? "has other activations, a clip, peepholes, coupled gates or the batch first. Use the usual cell with time first."
            : !full || !starts ? "has lengths of its own for sequences, or starts from a constant state that is not zero, or runs both ways from a given one. Use whole sequences, and give the state as an input."
            : context.Uses(node, 2) ? "hands out its cell. Let the whole sequence run inside the network." : null;
    }

    private static bool IsZero(string state, LoweringContext context) => context.Constants.Numbers(state) is { } numbers && numbers.All(n => n == 0);
}
