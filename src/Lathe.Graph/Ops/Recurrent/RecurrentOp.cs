using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Recurrent;

/// <summary>
/// LSTM, GRU or RNN over X [T, N, I] with W [D, G H, I], R [D, G H, H], B [D, 2 G H]: by the kernels in its usual form, else step
/// by step.
/// </summary>
internal sealed class RecurrentOp(string opType, int gates) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 3;

    public override int MaxInputs => 8;

    public override bool Learns(int input) => input is 1 or 2 or 3 or 7;

    public override Tensor[] Forward(ForwardContext context)
    {
        string direction = context.Attributes.Text("direction", "forward");
        int directions = direction == "bidirectional" ? 2 : 1;
        bool batchFirst = context.Attributes.Int("layout", 0) != 0;
        Tensor x = batchFirst ? Functions.Transpose(context.Input(0), [1, 0, 2]) : context.Input(0);
        var sequences = new List<Tensor>();
        var hidden = new List<Tensor>();
        var cells = new List<Tensor>();
        for (int d = 0; d < directions; d++)
        {
            bool reverse = direction == "reverse" || d == 1;
            (Tensor y, Tensor h, Tensor? c) = Direction(context, x, d, reverse, batchFirst);
            sequences.Add(Functions.Unsqueeze(y, 1));
            hidden.Add(Functions.Unsqueeze(h, 0));
            if (c is not null)
            {
                cells.Add(Functions.Unsqueeze(c, 0));
            }
        }

        Tensor[] results = [Join(sequences, 1), Join(hidden, 0), .. cells.Count > 0 ? new[] { Join(cells, 0) } : []];
        if (batchFirst)
        {
            results = [Functions.Transpose(results[0], [2, 0, 1, 3]), .. results.Skip(1).Select(r => Functions.Transpose(r, [1, 0, 2]))];
        }

        return results;
    }

    public override OpCost Cost(CostContext context)
    {
        Tensors.Shape x = context.Input(0).Shape, w = context.Input(1).Shape, r = context.Input(2).Shape;
        return context.Traffic(x.Rank < 3 ? 0 : (long)x[0] * x[1] * (w.Count + r.Count), (long)context.Output(0).Shape.Count * 10);
    }

    public override void Couple(CouplingContext context)
    {
        string w = context.Input(1)!, r = context.Input(2)!;
        if (context.Node.Attributes.Int("layout", 0) != 0)
        {
            context.PinAll();
            return;
        }

        context.Link(context.Input(0)!, 2, w, 2);
        int hidden = context.Shape(r)[2];
        for (int gate = 0; gate < gates; gate++)
        {
            context.LinkRange(r, 2, 0, r, 1, gate * hidden, hidden);
            context.LinkRange(r, 2, 0, w, 1, gate * hidden, hidden);
        }

        if (context.Input(3) is { } bias)
        {
            for (int block = 0; block < 2 * gates; block++)
            {
                context.LinkRange(r, 2, 0, bias, 1, block * hidden, hidden);
            }
        }

        CoupleStates(context, r, hidden);
        foreach (string output in context.Node.Outputs.Where(o => o.Length > 0))
        {
            context.Link(r, 2, output, context.Shape(output).Rank - 1);
        }
    }

    private static void CoupleStates(CouplingContext context, string r, int hidden)
    {
        if (context.Input(4) is { } lengths)
        {
            context.Pin(lengths);
        }

        for (int state = 5; state <= 6; state++)
        {
            if (context.Input(state) is { } initial)
            {
                context.Link(r, 2, initial, 2);
            }
        }

        for (int gate = 0; gate < 3 && context.Input(7) is not null; gate++)
        {
            context.LinkRange(r, 2, 0, context.Input(7)!, 1, gate * hidden, hidden);
        }
    }

    public override Node Shrink(ShrinkContext context) => context.Node with
    {
        Attributes = context.Node.Attributes.With("hidden_size", context.Kept(context.Node.Inputs[2], 2)),
    };

    private (Tensor Y, Tensor H, Tensor? C) Direction(ForwardContext context, Tensor x, int d, bool reverse, bool batchFirst)
    {
        Tensor w = Row(context.Input(1), d), r = Row(context.Input(2), d);
        Tensor? bias = context.Optional(3) is { } b ? Row(b, d) : null;
        Tensor? h0 = State(context.Optional(5), d, batchFirst), c0 = gates == 4 ? State(context.Optional(6), d, batchFirst) : null;
        bool linear = context.Attributes.Int("linear_before_reset", 0) != 0;
        if (gates == 1 || !IsUsual(context, x.Shape[0]))
        {
            return Stepwise(context, x, w, r, bias, h0, c0, d, reverse);
        }

        if (gates == 4)
        {
            return Functions.Lstm(x, w, r, bias, h0, c0, reverse);
        }

        (Tensor y, Tensor h) = Functions.Gru(x, w, r, bias, h0, reverse, linear);
        return (y, h, null);
    }

    private (Tensor Y, Tensor H, Tensor? C) Stepwise(ForwardContext context, Tensor x, Tensor w, Tensor r, Tensor? bias, Tensor? h0, Tensor? c0, int d, bool reverse)
    {
        int size = r.Shape[1];
        CellActivation[] activations = CellActivation.Read(context.Node, Defaults(), d);
        (Tensor? input, Tensor? recurrent) = bias is null ? default : (Functions.Slice(bias, 0, 0, gates * size), Functions.Slice(bias, 0, gates * size, gates * size));
        Tensor? joined = bias is null ? null : Functions.Add(input!, gates == 3 ? WithoutCandidate(recurrent!, size) : recurrent!);
        Tensor zeros = Tensor.Zeros(new Tensors.Shape(x.Shape[1], size));
        RecurrentLoop.Step step = gates switch
        {
            4 => RecurrentCells.Lstm(r, context.Optional(7) is { } peepholes ? Row(peepholes, d) : null, activations, context.Attributes.Int("input_forget", 0) != 0),
            3 => RecurrentCells.Gru(r, recurrent, activations, context.Attributes.Int("linear_before_reset", 0) != 0),
            _ => RecurrentCells.Rnn(r, activations),
        };
        return new RecurrentLoop(x, context.Integers(4), reverse).Run(w, joined, h0 ?? zeros, gates == 4 ? c0 ?? zeros : null, step);
    }

    // The candidate's recurrent bias is added inside the cell.
    private static Tensor WithoutCandidate(Tensor bias, int size) => Functions.Pad(Functions.Slice(bias, 0, 0, 2 * size), [0], [size]);

    private static Tensor Join(List<Tensor> parts, int axis) => parts.Count == 1 ? parts[0] : Functions.Concat([.. parts], axis);

    private static Tensor Row(Tensor x, int d)
    {
        Tensor row = x.Shape[0] == 1 ? x : Functions.Slice(x, 0, d, 1);
        return Functions.Reshape(row, new Tensors.Shape(x.Shape.Dimensions[1..]));
    }

    private static Tensor? State(Tensor? x, int d, bool batchFirst) => x is null ? null : Row(batchFirst ? Functions.Transpose(x, [1, 0, 2]) : x, d);

    private string[] Defaults() => gates switch
    {
        4 => ["Sigmoid", "Tanh", "Tanh"],
        3 => ["Sigmoid", "Tanh"],
        _ => ["Tanh"],
    };

    private bool IsUsual(ForwardContext context, int steps)
    {
        string[] defaults = Defaults();
        string[]? given = context.Attributes.Texts("activations");
        bool plain = given is null || given.Select((a, i) => string.Equals(a, defaults[i % defaults.Length], StringComparison.OrdinalIgnoreCase)).All(same => same);
        bool fullLength = context.Optional(4) is null || context.Integers(4)!.All(l => l == steps);
        return plain && fullLength && !context.Attributes.Has("clip") && context.Attributes.Int("input_forget", 0) == 0 && context.Optional(7) is null;
    }
}
