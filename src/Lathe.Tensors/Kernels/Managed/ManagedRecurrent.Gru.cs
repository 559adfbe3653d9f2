using Lathe.Tensors.Memory;

namespace Lathe.Tensors.Kernels.Managed;

/// <content>GRU.</content>
internal sealed unsafe partial class ManagedRecurrent
{
    /// <inheritdoc/>
    public long GruWorkspace(in RecurrentGeometry geometry) => 4L * geometry.Steps * geometry.Batch * geometry.HiddenSize;

    /// <inheritdoc/>
    public void GruForward(in RecurrentGeometry geometry, DType computeType, bool linearBeforeReset, float* x, float* w, float* r, float* bias, float* h0, float* y, float* hn, float* workspace)
    {
        RecurrentGeometry g = geometry;
        int h = g.HiddenSize, state = g.Batch * h;
        using var own = new Scratch(workspace == null ? GruWorkspace(g) : 1);
        using var zeros = new Scratch(state);
        new Span<float>(zeros.Floats, state).Clear();
        float* gates = workspace == null ? own.Floats : workspace;
        float* extras = gates + (3L * g.Steps * state);

        // With linear-before-reset the recurrent bias of the candidate belongs inside the reset product.
        InputProducts(g, 3, computeType, x, w, bias, gates, linearBeforeReset ? 2 : int.MaxValue);
        float* hidden = h0 == null ? zeros.Floats : h0;
        for (int s = 0; s < g.Steps; s++)
        {
            int t = g.Reverse ? g.Steps - 1 - s : s;
            float* step = gates + (3L * t * state);
            float* extra = extras + ((long)t * state);
            Product(computeType, g.Batch, 2 * h, h, hidden, false, h, r, true, h, 1, step, 3 * h);
            GruCell.Gates(g.Batch, h, step);
            float* candidate = r + (2L * h * h);
            if (linearBeforeReset)
            {
                GruCell.FillRows(g.Batch, h, bias == null ? null : bias + (5L * h), extra);
                Product(computeType, g.Batch, h, h, hidden, false, h, candidate, true, h, 1, extra, h);
                GruCell.AddReset(g.Batch, h, step, extra);
            }
            else
            {
                GruCell.Reset(g.Batch, h, step, hidden, extra);
                Product(computeType, g.Batch, h, h, extra, false, h, candidate, true, h, 1, step + (2 * h), 3 * h);
            }

            float* output = y + ((long)t * state);
            GruCell.Output(g.Batch, h, step, hidden, output);
            hidden = output;
        }

        Copy(hidden, hn, state);
    }

    /// <inheritdoc/>
    public void GruBackward(in RecurrentGeometry geometry, DType computeType, bool linearBeforeReset, float* x, float* w, float* r, float* bias, float* h0, float* y, float* workspace, float* dy, float* dhn, float* dx, float* dw, float* dr, float* dbias, float* dh0)
    {
        RecurrentGeometry g = geometry;
        int h = g.HiddenSize, state = g.Batch * h;
        using var inputGradients = new Scratch(3L * g.Steps * state);
        using var recurrentGradients = new Scratch(3L * g.Steps * state);
        using var states = new Scratch(3L * state);
        float* dh = states.Floats, inner = dh + state, zeros = inner + state;
        new Span<float>(states.Floats, 3 * state).Clear();
        if (dhn != null)
        {
            Copy(dhn, dh, state);
        }

        float* extras = workspace + (3L * g.Steps * state);
        for (int s = g.Steps - 1; s >= 0; s--)
        {
            int t = g.Reverse ? g.Steps - 1 - s : s;
            float* previous = s > 0 ? y + ((long)(g.Reverse ? t + 1 : t - 1) * state) : h0 == null ? zeros : h0;
            var cell = new GruCellGradient(g.Batch, h, workspace + (3L * t * state), extras + ((long)t * state), previous, inputGradients.Floats + (3L * t * state), recurrentGradients.Floats + (3L * t * state));
            cell.Output(dy == null ? null : dy + ((long)t * state), dh);
            float* candidate = r + (2L * h * h);
            if (linearBeforeReset)
            {
                cell.ResetLinear();
                Product(computeType, g.Batch, h, h, cell.Recurrent + (2 * h), false, 3 * h, candidate, false, h, 1, dh, h);
            }
            else
            {
                Product(computeType, g.Batch, h, h, cell.Recurrent + (2 * h), false, 3 * h, candidate, false, h, 0, inner, h);
                cell.ResetState(inner, dh);
            }

            Product(computeType, g.Batch, h, 2 * h, cell.Recurrent, false, 3 * h, r, false, h, 1, dh, h);
        }

        CopyOut(dh, dh0, state);
        InputGradients(g, 3, computeType, x, w, inputGradients.Floats, dx, dw);
        GruRecurrentGradient(g, computeType, linearBeforeReset, h0, y, extras, recurrentGradients.Floats, dr);
        if (dbias != null)
        {
            var reduction = new ManagedReduction(team);
            reduction.Reduce(ReduceOp.Sum, 1, g.Steps * g.Batch, 3 * h, inputGradients.Floats, dbias);
            reduction.Reduce(ReduceOp.Sum, 1, g.Steps * g.Batch, 3 * h, recurrentGradients.Floats, dbias + (3L * h));
        }
    }

    private void GruRecurrentGradient(in RecurrentGeometry g, DType computeType, bool linearBeforeReset, float* h0, float* y, float* extras, float* gradients, float* dr)
    {
        if (dr == null)
        {
            return;
        }

        RecurrentGradient(g, 3, computeType, h0, y, gradients, dr);
        if (!linearBeforeReset)
        {
            // The candidate saw r * h, kept in extras, instead of h.
            int h = g.HiddenSize;
            Product(computeType, h, h, g.Steps * g.Batch, gradients + (2 * h), true, 3 * h, extras, false, h, 0, dr + (2L * h * h), h);
        }
    }
}
