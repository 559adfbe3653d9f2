using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// Recurrent layers: the input products of all steps are one matrix product, each step adds its recurrent product and runs one
/// fused pass over the gates; weight gradients are again one product over all steps.
/// </summary>
internal sealed unsafe partial class ManagedRecurrent(ThreadTeam team, IMatMulKernels matMul) : IRecurrentKernels
{
    /// <inheritdoc/>
    public long LstmWorkspace(in RecurrentGeometry geometry) => 5L * geometry.Steps * geometry.Batch * geometry.HiddenSize;

    /// <inheritdoc/>
    public void LstmForward(in RecurrentGeometry geometry, DType computeType, float* x, float* w, float* r, float* bias, float* h0, float* c0, float* y, float* hn, float* cn, float* workspace)
    {
        RecurrentGeometry g = geometry;
        int h = g.HiddenSize, state = g.Batch * h;
        using var own = new Scratch(workspace == null ? LstmWorkspace(g) : 1);
        using var zeros = new Scratch(state);
        new Span<float>(zeros.Floats, state).Clear();
        float* gates = workspace == null ? own.Floats : workspace;
        float* cells = gates + (4L * g.Steps * state);
        InputProducts(g, 4, computeType, x, w, bias, gates);
        float* hidden = h0 == null ? zeros.Floats : h0;
        float* cell = c0 == null ? zeros.Floats : c0;
        for (int s = 0; s < g.Steps; s++)
        {
            int t = g.Reverse ? g.Steps - 1 - s : s;
            float* step = gates + (4L * t * state);
            Product(computeType, g.Batch, 4 * h, h, hidden, false, h, r, true, h, 1, step, 4 * h);
            team.For(g.Batch, Math.Max(1, 2048 / h), new LstmCell(h, step, cell, cells + ((long)t * state), y + ((long)t * state)));
            hidden = y + ((long)t * state);
            cell = cells + ((long)t * state);
        }

        Copy(hidden, hn, state);
        Copy(cell, cn, state);
    }

    /// <inheritdoc/>
    public void LstmBackward(in RecurrentGeometry geometry, DType computeType, float* x, float* w, float* r, float* bias, float* h0, float* c0, float* y, float* workspace, float* dy, float* dhn, float* dcn, float* dx, float* dw, float* dr, float* dbias, float* dh0, float* dc0)
    {
        RecurrentGeometry g = geometry;
        int h = g.HiddenSize, state = g.Batch * h;
        using var gradients = new Scratch(4L * g.Steps * state);
        using var states = new Scratch(3L * state);
        float* dh = states.Floats, dc = dh + state, zeros = dc + state;
        new Span<float>(states.Floats, 3 * state).Clear();
        if (dhn != null)
        {
            Copy(dhn, dh, state);
        }

        if (dcn != null)
        {
            Copy(dcn, dc, state);
        }

        float* cells = workspace + (4L * g.Steps * state);
        for (int s = g.Steps - 1; s >= 0; s--)
        {
            int t = g.Reverse ? g.Steps - 1 - s : s;
            int before = g.Reverse ? t + 1 : t - 1;
            float* previous = s > 0 ? cells + ((long)before * state) : c0 == null ? zeros : c0;
            float* step = gradients.Floats + (4L * t * state);
            team.For(g.Batch, Math.Max(1, 2048 / h), new LstmCellGradient(h, workspace + (4L * t * state), cells + ((long)t * state), previous, dy == null ? null : dy + ((long)t * state), dh, dc, step));
            Product(computeType, g.Batch, h, 4 * h, step, false, 4 * h, r, false, h, 0, dh, h);
        }

        CopyOut(dh, dh0, state);
        CopyOut(dc, dc0, state);
        InputGradients(g, 4, computeType, x, w, gradients.Floats, dx, dw);
        RecurrentGradient(g, 4, computeType, h0, y, gradients.Floats, dr);
        BiasGradient(g, 4, gradients.Floats, dbias);
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));

    private static void CopyOut(float* from, float* to, int count)
    {
        if (to != null)
        {
            Copy(from, to, count);
        }
    }

    /// <summary>pre [T N, G H] = x W^T + both halves of the bias.</summary>
    private void InputProducts(in RecurrentGeometry g, int gates, DType computeType, float* x, float* w, float* bias, float* pre, int recurrentGates = int.MaxValue)
    {
        int width = gates * g.HiddenSize, rows = g.Steps * g.Batch;
        using var sums = new Scratch(width);
        for (int i = 0; i < width; i++)
        {
            sums.Floats[i] = bias == null ? 0 : bias[i] + (i / g.HiddenSize < recurrentGates ? bias[width + i] : 0);
        }

        Product(computeType, rows, width, g.InputSize, x, false, g.InputSize, w, true, g.InputSize, 0, pre, width, sums.Floats);
    }

    private void InputGradients(in RecurrentGeometry g, int gates, DType computeType, float* x, float* w, float* gradients, float* dx, float* dw)
    {
        int width = gates * g.HiddenSize, rows = g.Steps * g.Batch;
        if (dx != null)
        {
            Product(computeType, rows, g.InputSize, width, gradients, false, width, w, false, g.InputSize, 0, dx, g.InputSize);
        }

        if (dw != null)
        {
            Product(computeType, width, g.InputSize, rows, gradients, true, width, x, false, g.InputSize, 0, dw, g.InputSize);
        }
    }

    /// <summary>dr [G H, H] = sum over steps of gradients^T times the hidden state before the step.</summary>
    private void RecurrentGradient(in RecurrentGeometry g, int gates, DType computeType, float* h0, float* y, float* gradients, float* dr)
    {
        if (dr == null)
        {
            return;
        }

        int h = g.HiddenSize, width = gates * h, rows = (g.Steps - 1) * g.Batch;
        float* later = g.Reverse ? gradients : gradients + ((long)g.Batch * width);
        float* earlier = g.Reverse ? y + ((long)g.Batch * h) : y;
        Product(computeType, width, h, rows, later, true, width, earlier, false, h, 0, dr, h);
        if (h0 != null)
        {
            float* first = g.Reverse ? gradients + ((long)rows * width) : gradients;
            Product(computeType, width, h, g.Batch, first, true, width, h0, false, h, 1, dr, h);
        }
    }

    private void BiasGradient(in RecurrentGeometry g, int gates, float* gradients, float* dbias)
    {
        if (dbias != null)
        {
            int width = gates * g.HiddenSize;
            new ManagedReduction(team).Reduce(ReduceOp.Sum, 1, g.Steps * g.Batch, width, gradients, dbias);
            Copy(dbias, dbias + width, width);
        }
    }

    private void Product(DType computeType, int m, int n, int k, float* a, bool transposeA, int leadingA, float* b, bool transposeB, int leadingB, float beta, float* c, int leadingC, float* bias = null)
    {
        long countA = (long)(transposeA ? k : m) * leadingA, countB = (long)(transposeB ? n : k) * leadingB;
        bool narrow = computeType == DType.BFloat16;
        using var left = new Scratch(narrow ? (countA + 1) / 2 : 1);
        using var right = new Scratch(narrow ? (countB + 1) / 2 : 1);
        if (narrow)
        {
            var convert = new ManagedElementwise(team);
            convert.Convert(countA, DType.Float32, a, DType.BFloat16, left.Floats);
            convert.Convert(countB, DType.Float32, b, DType.BFloat16, right.Floats);
        }

        matMul.Gemm(new GemmArguments
        {
            M = m,
            N = n,
            K = k,
            TransposeA = transposeA,
            TransposeB = transposeB,
            A = narrow ? left.Floats : a,
            B = narrow ? right.Floats : b,
            C = c,
            LeadingA = leadingA,
            LeadingB = leadingB,
            LeadingC = leadingC,
            Alpha = 1,
            Beta = beta,
            Bias = bias,
            Batch = 1,
            InputType = narrow ? DType.BFloat16 : DType.Float32,
        });
    }
}
