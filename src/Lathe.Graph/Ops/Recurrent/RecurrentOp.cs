using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Recurrent;

/// <summary>LSTM or GRU over X [T, N, I] with W [D, G H, I], R [D, G H, H], B [D, 2 G H]; default activations only.</summary>
internal sealed class RecurrentOp(string opType, int gates) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 3;

    public override int MaxInputs => 8;

    public override bool Learns(int input) => input is 1 or 2 or 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        CheckSupported(context);
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
        if (context.Node.Attributes.Int("layout", 0) != 0 || Enumerable.Range(4, 4).Any(i => context.Input(i) is not null))
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

        foreach (string output in context.Node.Outputs.Where(o => o.Length > 0))
        {
            context.Link(r, 2, output, context.Shape(output).Rank - 1);
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
        if (gates == 4)
        {
            return Functions.Lstm(x, w, r, bias, h0, c0, reverse);
        }

        (Tensor y, Tensor h) = Functions.Gru(x, w, r, bias, h0, reverse, context.Attributes.Int("linear_before_reset", 0) != 0);
        return (y, h, null);
    }

    private static Tensor Join(List<Tensor> parts, int axis) => parts.Count == 1 ? parts[0] : Functions.Concat([.. parts], axis);

    private static Tensor Row(Tensor x, int d)
    {
        Tensor row = x.Shape[0] == 1 ? x : Functions.Slice(x, 0, d, 1);
        return Functions.Reshape(row, new Tensors.Shape(x.Shape.Dimensions[1..]));
    }

    private static Tensor? State(Tensor? x, int d, bool batchFirst) => x is null ? null : Row(batchFirst ? Functions.Transpose(x, [1, 0, 2]) : x, d);

    private void CheckSupported(ForwardContext context)
    {
        string[] defaults = gates == 4 ? ["Sigmoid", "Tanh", "Tanh"] : ["Sigmoid", "Tanh"];
        string[]? given = context.Attributes.Texts("activations");
        bool plain = given is null || given.Select((a, i) => string.Equals(a, defaults[i % defaults.Length], StringComparison.OrdinalIgnoreCase)).All(same => same);
        bool fullLength = context.Optional(4) is null || context.Integers(4)!.All(l => l == context.Input(0).Shape[0]);
        if (!plain || context.Attributes.Has("clip") || context.Attributes.Int("input_forget", 0) != 0 || context.Optional(7) is not null || !fullLength)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: only default activations, whole sequences, no clip, no peepholes and no coupled gates are supported.");
        }
    }
}
