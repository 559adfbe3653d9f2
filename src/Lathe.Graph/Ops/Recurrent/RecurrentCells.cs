using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Recurrent;

/// <summary>The cells of RNN, GRU and LSTM, with r [G H, H] in ONNX's gate order.</summary>
internal static class RecurrentCells
{
    /// <summary><c>f(x + h R)</c>.</summary>
    public static RecurrentLoop.Step Rnn(Tensor r, CellActivation[] f) => (input, hidden, _) => (f[0].Apply(Functions.Add(input, Functions.Linear(hidden, r, null))), null);

    /// <summary>Gates z, r, h (Cho et al. 2014); the bias of the recurrent part joins only where the reset gate is applied to it.</summary>
    public static RecurrentLoop.Step Gru(Tensor r, Tensor? recurrentBias, CellActivation[] f, bool linearBeforeReset)
    {
        int size = r.Shape[1];
        Tensor gates = Functions.Slice(r, 0, 0, 2 * size), candidate = Functions.Slice(r, 0, 2 * size, size);
        Tensor? bias = recurrentBias is null ? null : Functions.Slice(recurrentBias, 0, 2 * size, size);
        return (input, hidden, _) =>
        {
            Tensor[] parts = Functions.Split(input, 1, [size, size, size]), recurrent = Functions.Split(Functions.Linear(hidden, gates, null), 1, [size, size]);
            Tensor update = f[0].Apply(Functions.Add(parts[0], recurrent[0])), reset = f[0].Apply(Functions.Add(parts[1], recurrent[1]));
            Tensor carried = linearBeforeReset
                ? Functions.Multiply(reset, Functions.Linear(hidden, candidate, bias))
                : Functions.Linear(Functions.Multiply(reset, hidden), candidate, bias);
            Tensor fresh = f[1].Apply(Functions.Add(parts[2], carried));
            return (Functions.Add(Functions.Multiply(Functions.Affine(update, -1, 1), fresh), Functions.Multiply(update, hidden)), null);
        };
    }

    /// <summary>Gates i, o, f, c (Hochreiter and Schmidhuber 1997); peepholes [3 H] for i, o, f (Gers 2002), or a forget gate coupled to the input gate.</summary>
    public static RecurrentLoop.Step Lstm(Tensor r, Tensor? peepholes, CellActivation[] f, bool coupled)
    {
        int size = r.Shape[1];
        Tensor[]? peeps = peepholes is null ? null : Functions.Split(peepholes, 0, [size, size, size]);
        Tensor Peep(Tensor gate, int which, Tensor cell) => peeps is null ? gate : Functions.Add(gate, Functions.Multiply(cell, peeps[which]));
        return (input, hidden, cell) =>
        {
            Tensor[] gates = Functions.Split(Functions.Add(input, Functions.Linear(hidden, r, null)), 1, [size, size, size, size]);
            Tensor enter = f[0].Apply(Peep(gates[0], 0, cell!));
            Tensor forget = coupled ? Functions.Affine(enter, -1, 1) : f[0].Apply(Peep(gates[2], 2, cell!));
            Tensor next = Functions.Add(Functions.Multiply(forget, cell!), Functions.Multiply(enter, f[1].Apply(gates[3])));
            Tensor leave = f[0].Apply(Peep(gates[1], 1, next));
            return (Functions.Multiply(leave, f[2].Apply(next)), next);
        };
    }
}
