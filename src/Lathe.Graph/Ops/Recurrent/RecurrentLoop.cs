using Lathe.Tensors;

namespace Lathe.Graph.Ops.Recurrent;

/// <summary>
/// One direction of a recurrent layer spelled out step by step, for everything the kernels leave out: other activations, clipping,
/// sequences of different lengths, peepholes, coupled gates, plain RNN cells.
/// </summary>
internal sealed class RecurrentLoop(Tensor x, long[]? lengths, bool reverse)
{
    /// <summary>A cell: the sequence's share of all gates [N, G H] and the state before, to the state after.</summary>
    public delegate (Tensor Hidden, Tensor? Cell) Step(Tensor input, Tensor hidden, Tensor? cell);

    /// <summary>Runs the cell over x [T, N, I] times w [G H, I]: every hidden state [T, N, H], and the last hidden and cell state.</summary>
    public (Tensor Y, Tensor Hidden, Tensor? Cell) Run(Tensor w, Tensor? bias, Tensor hidden, Tensor? cell, Step step)
    {
        int steps = x.Shape[0];
        Tensor gates = Functions.Linear(x, w, bias);
        var states = new Tensor[steps];
        for (int i = 0; i < steps; i++)
        {
            int t = reverse ? steps - 1 - i : i;
            Tensor input = Functions.Reshape(Functions.Slice(gates, 0, t, 1), new Shape(gates.Shape[1], gates.Shape[2]));
            (Tensor next, Tensor? nextCell) = step(input, hidden, cell);
            Tensor? running = Running(t);
            states[t] = Functions.Unsqueeze(running is null ? next : Functions.Multiply(next, running), 0);
            hidden = Keep(running, next, hidden);
            cell = nextCell is null ? null : Keep(running, nextCell, cell!);
        }

        return (Functions.Concat(states, 0), hidden, cell);
    }

    // 1 for the sequences that are not over at a step; null when none is ever over.
    private Tensor? Running(int t)
    {
        if (lengths is null || lengths.All(l => l >= x.Shape[0]))
        {
            return null;
        }

        return Tensor.From<float>(Array.ConvertAll(lengths, l => t < l ? 1f : 0f), new Shape(lengths.Length, 1));
    }

    private static Tensor Keep(Tensor? running, Tensor next, Tensor before) =>
        running is null ? next : Functions.Add(Functions.Multiply(next, running), Functions.Multiply(before, Functions.Affine(running, -1, 1)));
}
