using Lathe.Tensors.Kernels;
using Lathe.Tensors.Memory;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn.Normalization;

/// <summary>
/// Batch and layer normalisation by oneDNN, with ReLU fused in the forward pass and masked from the output's sign before the
/// backward pass. A residual in the forward pass and ReLU6 stay managed: oneDNN fuses neither.
/// </summary>
/// <param name="context">Engine, stream and threads.</param>
/// <param name="managed">The kernels to fall back on.</param>
/// <param name="chooseBatch">Whether oneDNN serves a batch normalisation of so many rows and channels.</param>
internal sealed unsafe class OneDnnNormalization(OneDnnContext context, KernelBackend managed, Func<int, int, bool> chooseBatch) : INormalizationKernels
{
    private const int CachedPlans = 128;

    private readonly PlanCache<NormalizationKey, PrimitivePlan> _plans = new(CachedPlans, new NormalizationPlanner(context).Create);

    /// <inheritdoc/>
    public void BatchForwardTraining(int rows, int channels, float* x, float* scale, float* shift, float epsilon, Activation activation, float* residual, float* y, float* mean, float* variance, float* inverseDeviation)
    {
        var key = new NormalizationKey(NormalizationKind.BatchTraining, rows, channels, epsilon, true, activation == Activation.Relu);
        if (activation == Activation.Relu6 || !chooseBatch(rows, channels) || residual != null || !TryRun(key, [(nint)x, (nint)scale, (nint)shift, (nint)y, (nint)mean, (nint)variance]))
        {
            managed.Normalization.BatchForwardTraining(rows, channels, x, scale, shift, epsilon, activation, residual, y, mean, variance, inverseDeviation);
            return;
        }

        Invert(variance, epsilon, inverseDeviation, channels);
    }

    /// <inheritdoc/>
    public void BatchBackward(int rows, int channels, float* x, float* y, float* dy, float* scale, float* mean, float* inverseDeviation, Activation activation, float* dx, float* dscale, float* dshift, float* dresidual)
    {
        bool masks = activation == Activation.Relu;
        if (activation == Activation.Relu6 || !chooseBatch(rows, channels) || (dresidual != null && !masks))
        {
            managed.Normalization.BatchBackward(rows, channels, x, y, dy, scale, mean, inverseDeviation, activation, dx, dscale, dshift, dresidual);
            return;
        }

        long count = (long)rows * channels;
        using var variance = new Scratch(channels);
        using var own = new Scratch(masks && dresidual == null ? count : 1);
        float* passed = !masks ? dy : dresidual != null ? dresidual : own.Floats;
        if (masks)
        {
            managed.Elementwise.UnaryBackward(UnaryOp.Relu, count, y, y, dy, passed);
        }

        Widen(inverseDeviation, variance.Floats, channels);
        var key = new NormalizationKey(NormalizationKind.BatchBackward, rows, channels, 0, true);
        if (!TryRun(key, [(nint)x, (nint)passed, (nint)scale, (nint)scale, (nint)mean, (nint)variance.Floats, (nint)dx, (nint)dscale, (nint)dshift]))
        {
            managed.Normalization.BatchBackward(rows, channels, x, y, dy, scale, mean, inverseDeviation, activation, dx, dscale, dshift, dresidual);
        }
    }

    /// <inheritdoc/>
    public void BatchForwardInference(int rows, int channels, float* x, float* scale, float* shift, float* mean, float* variance, float epsilon, Activation activation, float* y)
    {
        var key = new NormalizationKey(NormalizationKind.BatchInference, rows, channels, epsilon, true, activation == Activation.Relu);
        if (activation == Activation.Relu6 || !chooseBatch(rows, channels) || !TryRun(key, [(nint)x, (nint)scale, (nint)shift, (nint)y, (nint)mean, (nint)variance]))
        {
            managed.Normalization.BatchForwardInference(rows, channels, x, scale, shift, mean, variance, epsilon, activation, y);
        }
    }

    /// <inheritdoc/>
    public void LayerForward(int rows, int columns, float* x, float* scale, float* shift, float epsilon, float* y, float* mean, float* inverseDeviation)
    {
        // The variance is written where its inverse root belongs and turned in place.
        var key = new NormalizationKey(NormalizationKind.LayerForward, rows, columns, epsilon, scale != null);
        if ((scale == null) != (shift == null) || !TryRun(key, [(nint)x, (nint)y, (nint)mean, (nint)inverseDeviation, (nint)scale, (nint)shift]))
        {
            managed.Normalization.LayerForward(rows, columns, x, scale, shift, epsilon, y, mean, inverseDeviation);
            return;
        }

        Invert(inverseDeviation, epsilon, inverseDeviation, rows);
    }

    /// <inheritdoc/>
    public void LayerBackward(int rows, int columns, float* x, float* dy, float* scale, float* mean, float* inverseDeviation, float* dx, float* dscale, float* dshift)
    {
        using var variance = new Scratch(rows);
        Widen(inverseDeviation, variance.Floats, rows);
        bool wantsFactors = dscale != null && dshift != null && scale != null;
        var key = new NormalizationKey(wantsFactors ? NormalizationKind.LayerBackward : NormalizationKind.LayerBackwardDataOnly, rows, columns, 0, scale != null);
        ReadOnlySpan<nint> buffers = scale != null
            ? [(nint)x, (nint)dy, (nint)mean, (nint)variance.Floats, (nint)dx, (nint)scale, (nint)scale, (nint)dscale, (nint)dshift]
            : [(nint)x, (nint)dy, (nint)mean, (nint)variance.Floats, (nint)dx];
        bool isCovered = wantsFactors || (dscale == null && dshift == null);
        if (!isCovered || !TryRun(key, buffers))
        {
            managed.Normalization.LayerBackward(rows, columns, x, dy, scale, mean, inverseDeviation, dx, dscale, dshift);
        }
    }

    private bool TryRun(in NormalizationKey key, ReadOnlySpan<nint> buffers)
    {
        if (OpenMpTeam.Inside || key.Rows == 0 || key.Columns == 0)
        {
            return false;
        }

        lock (context.Gate)
        {
            context.Team.Configure();
            PrimitivePlan? plan = _plans.Get(key);
            plan?.Run(context.Stream, buffers);
            return plan is not null;
        }
    }

    private static void Invert(float* variance, float epsilon, float* inverseDeviation, int count)
    {
        for (int i = 0; i < count; i++)
        {
            inverseDeviation[i] = 1 / MathF.Sqrt(variance[i] + epsilon);
        }
    }

    /// <summary>The variance, epsilon included, that has this inverse deviation.</summary>
    private static void Widen(float* inverseDeviation, float* variance, int count)
    {
        for (int i = 0; i < count; i++)
        {
            variance[i] = 1 / (inverseDeviation[i] * inverseDeviation[i]);
        }
    }
}
