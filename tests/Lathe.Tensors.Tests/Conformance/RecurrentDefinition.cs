using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>LSTM and GRU as ONNX defines them, in double and one number at a time; parameters lie one after another: x, w, r, bias, h0, c0.</summary>
internal static class RecurrentDefinition
{
    /// <summary>Sizes of x, w, r, bias, h0 and c0 with so many gates.</summary>
    public static int[] Sizes(RecurrentGeometry g, int gates) =>
        [g.Steps * g.Batch * g.InputSize, gates * g.HiddenSize * g.InputSize, gates * g.HiddenSize * g.HiddenSize, 2 * gates * g.HiddenSize, g.Batch * g.HiddenSize, g.Batch * g.HiddenSize];

    /// <summary>The hidden sequence [T, N, H], then the last hidden state and the last cell.</summary>
    public static double[] Lstm(RecurrentGeometry g, double[][] p)
    {
        int h = g.HiddenSize;
        double[] hidden = [.. p[4]], cell = [.. p[5]], y = new double[g.Steps * g.Batch * h];
        foreach (int t in Order(g))
        {
            double[] next = new double[hidden.Length];
            for (int n = 0; n < g.Batch; n++)
            {
                for (int k = 0; k < h; k++)
                {
                    double i = Sigmoid(Gate(g, p, hidden, t, n, k, 0, 4)), o = Sigmoid(Gate(g, p, hidden, t, n, k, 1, 4));
                    double f = Sigmoid(Gate(g, p, hidden, t, n, k, 2, 4)), c = Math.Tanh(Gate(g, p, hidden, t, n, k, 3, 4));
                    int at = (n * h) + k;
                    cell[at] = (f * cell[at]) + (i * c);
                    next[at] = o * Math.Tanh(cell[at]);
                }
            }

            hidden = next;
            hidden.CopyTo(y, t * hidden.Length);
        }

        return [.. y, .. hidden, .. cell];
    }

    /// <summary>The hidden sequence, then the last hidden state.</summary>
    public static double[] Gru(RecurrentGeometry g, bool linearBeforeReset, double[][] p)
    {
        int h = g.HiddenSize;
        double[] hidden = [.. p[4]], y = new double[g.Steps * g.Batch * h];
        foreach (int t in Order(g))
        {
            double[] next = new double[hidden.Length], reset = new double[hidden.Length];
            for (int at = 0; at < hidden.Length; at++)
            {
                reset[at] = Sigmoid(Gate(g, p, hidden, t, at / h, at % h, 1, 3));
            }

            double[] dimmed = [.. hidden.Select((v, at) => v * reset[at])];
            for (int at = 0; at < hidden.Length; at++)
            {
                int n = at / h, k = at % h;
                double update = Sigmoid(Gate(g, p, hidden, t, n, k, 0, 3));
                double inner = linearBeforeReset
                    ? Math.Tanh(Input(g, p, t, n, k, 2, 3) + (reset[at] * Recurrent(g, p, hidden, n, k, 2, 3)))
                    : Math.Tanh(Input(g, p, t, n, k, 2, 3) + Recurrent(g, p, dimmed, n, k, 2, 3));
                next[at] = ((1 - update) * inner) + (update * hidden[at]);
            }

            hidden = next;
            hidden.CopyTo(y, t * hidden.Length);
        }

        return [.. y, .. hidden];
    }

    private static IEnumerable<int> Order(RecurrentGeometry g) => g.Reverse ? Enumerable.Range(0, g.Steps).Reverse() : Enumerable.Range(0, g.Steps);

    private static double Gate(RecurrentGeometry g, double[][] p, double[] hidden, int t, int n, int k, int gate, int gates) =>
        Input(g, p, t, n, k, gate, gates) + Recurrent(g, p, hidden, n, k, gate, gates);

    private static double Input(RecurrentGeometry g, double[][] p, int t, int n, int k, int gate, int gates)
    {
        int row = (gate * g.HiddenSize) + k;
        double sum = p[3][row];
        for (int i = 0; i < g.InputSize; i++)
        {
            sum += p[1][(row * g.InputSize) + i] * p[0][(((t * g.Batch) + n) * g.InputSize) + i];
        }

        return sum;
    }

    private static double Recurrent(RecurrentGeometry g, double[][] p, double[] hidden, int n, int k, int gate, int gates)
    {
        int row = (gate * g.HiddenSize) + k;
        double sum = p[3][(gates * g.HiddenSize) + row];
        for (int i = 0; i < g.HiddenSize; i++)
        {
            sum += p[2][(row * g.HiddenSize) + i] * hidden[(n * g.HiddenSize) + i];
        }

        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
