using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Recurrent layers.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// One direction of an LSTM (Hochreiter and Schmidhuber 1997) over x [T, N, I]: y [T, N, H], last hidden and cell [N, H].
    /// Weights as ONNX stores them for one direction: w [4H, I], r [4H, H], bias [8H] or null, gate order i, o, f, c.
    /// </summary>
    public static (Tensor Y, Tensor Hidden, Tensor Cell) Lstm(Tensor x, Tensor w, Tensor r, Tensor? bias, Tensor? h0, Tensor? c0, bool reverse)
    {
        RecurrentGeometry g = RecurrentShapes("LSTM", x, w, r, bias, 4, reverse);
        using Tensor input = RowMajor(x);
        bool record = GradientTape.Wants(x, w, r, bias, h0, c0);
        Tensor y = Tensor.Empty(new Shape(g.Steps, g.Batch, g.HiddenSize));
        Tensor hn = Tensor.Empty(new Shape(g.Batch, g.HiddenSize));
        Tensor cn = Tensor.Empty(new Shape(g.Batch, g.HiddenSize));
        using Tensor? workspace = record ? Tensor.Empty(new Shape((int)Kernels.Recurrent.LstmWorkspace(g))) : null;
        Kernels.Recurrent.LstmForward(g, ComputeBackend.ProductType, input.Floats, w.Floats, r.Floats, Data(bias), Data(h0), Data(c0), y.Floats, hn.Floats, cn.Floats, Data(workspace));
        if (record)
        {
            GradientTape.Record(new RecurrentNode(true, false, g, [input, w, r, bias, h0, c0], y, workspace!), [x, w, r, bias, h0, c0], y, hn, cn);
        }

        return (y, hn, cn);
    }

    /// <summary>
    /// One direction of a GRU (Cho et al. 2014) over x [T, N, I]: y [T, N, H] and the last hidden state [N, H].
    /// w [3H, I], r [3H, H], bias [6H] or null, gate order z, r, h.
    /// </summary>
    public static (Tensor Y, Tensor Hidden) Gru(Tensor x, Tensor w, Tensor r, Tensor? bias, Tensor? h0, bool reverse, bool linearBeforeReset)
    {
        RecurrentGeometry g = RecurrentShapes("GRU", x, w, r, bias, 3, reverse);
        using Tensor input = RowMajor(x);
        bool record = GradientTape.Wants(x, w, r, bias, h0);
        Tensor y = Tensor.Empty(new Shape(g.Steps, g.Batch, g.HiddenSize));
        Tensor hn = Tensor.Empty(new Shape(g.Batch, g.HiddenSize));
        using Tensor? workspace = record ? Tensor.Empty(new Shape((int)Kernels.Recurrent.GruWorkspace(g))) : null;
        Kernels.Recurrent.GruForward(g, ComputeBackend.ProductType, linearBeforeReset, input.Floats, w.Floats, r.Floats, Data(bias), Data(h0), y.Floats, hn.Floats, Data(workspace));
        if (record)
        {
            GradientTape.Record(new RecurrentNode(false, linearBeforeReset, g, [input, w, r, bias, h0, null], y, workspace!), [x, w, r, bias, h0], y, hn);
        }

        return (y, hn);
    }

    private static float* Data(Tensor? tensor) => tensor is null ? null : tensor.Floats;

    private static RecurrentGeometry RecurrentShapes(string name, Tensor x, Tensor w, Tensor r, Tensor? bias, int gates, bool reverse)
    {
        RequireFloat32(name, x);
        int hidden = r.Shape[1];
        if (x.Rank != 3 || w.Shape != new Shape(gates * hidden, x.Shape[2]) || r.Shape != new Shape(gates * hidden, hidden) || (bias is not null && bias.Count != 2 * gates * hidden))
        {
            throw new ShapeException($"{name} of {x.Describe()} with w {w.Shape}, r {r.Shape}, bias {bias?.Shape.ToString() ?? "none"}: expects x [T, N, I], w [{gates}H, I], r [{gates}H, H], bias [{2 * gates}H].");
        }

        return new RecurrentGeometry(x.Shape[0], x.Shape[1], x.Shape[2], hidden, reverse);
    }

    private sealed class RecurrentNode : TapeNode
    {
        private readonly bool _lstm;
        private readonly bool _linearBeforeReset;
        private readonly RecurrentGeometry _geometry;
        private readonly Tensor?[] _inputs;
        private readonly Tensor _y;
        private readonly Tensor _workspace;
        private readonly DType _products = ComputeBackend.ProductType;

        public RecurrentNode(bool lstm, bool linearBeforeReset, RecurrentGeometry geometry, Tensor?[] inputs, Tensor y, Tensor workspace)
        {
            (_lstm, _linearBeforeReset, _geometry) = (lstm, linearBeforeReset, geometry);
            _inputs = Array.ConvertAll(inputs, input => input is null ? null : Save(input));
            (_y, _workspace) = (Save(y), Save(workspace));
        }

        public override string Name => _lstm ? "LSTM" : "GRU";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor? dy = outputGradients[0] is { } g0 ? RowMajor(g0) : null;
            using Tensor? dhn = outputGradients[1] is { } g1 ? RowMajor(g1) : null;
            using Tensor? dcn = outputGradients.Length > 2 && outputGradients[2] is { } g2 ? RowMajor(g2) : null;
            var d = new Tensor?[6];
            for (int i = 0; i < d.Length; i++)
            {
                d[i] = inputs.Wants(i) ? Tensor.Empty(_inputs[i]!.Shape) : null;
            }

            float* x = Data(_inputs[0]), w = Data(_inputs[1]), r = Data(_inputs[2]), b = Data(_inputs[3]), h0 = Data(_inputs[4]);
            if (_lstm)
            {
                Kernels.Recurrent.LstmBackward(_geometry, _products, x, w, r, b, h0, Data(_inputs[5]), _y.Floats, _workspace.Floats, Data(dy), Data(dhn), Data(dcn), Data(d[0]), Data(d[1]), Data(d[2]), Data(d[3]), Data(d[4]), Data(d[5]));
            }
            else
            {
                Kernels.Recurrent.GruBackward(_geometry, _products, _linearBeforeReset, x, w, r, b, h0, _y.Floats, _workspace.Floats, Data(dy), Data(dhn), Data(d[0]), Data(d[1]), Data(d[2]), Data(d[3]), Data(d[4]));
            }

            for (int i = 0; i < d.Length; i++)
            {
                if (d[i] is { } gradient)
                {
                    inputs.Accumulate(i, gradient);
                }
            }
        }
    }
}
