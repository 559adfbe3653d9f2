using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn.Softmax;

/// <summary>Softmax by oneDNN; the fused cross-entropy is managed.</summary>
internal sealed unsafe class OneDnnSoftmax(OneDnnContext context, ISoftmaxKernels managed) : ISoftmaxKernels
{
    private const int CachedPlans = 64;

    private readonly PlanCache<SoftmaxKey, PrimitivePlan> _plans = new(CachedPlans, new SoftmaxPlanner(context).Create);

    /// <inheritdoc/>
    public void Forward(int rows, int columns, float* x, float* y, bool logarithm)
    {
        // oneDNN adds the logarithm to the maximum before it subtracts: that loses the small differences.
        if (logarithm || !TryRun(new SoftmaxKey(rows, columns, logarithm, false), [(nint)x, (nint)y]))
        {
            managed.Forward(rows, columns, x, y, logarithm);
        }
    }

    /// <inheritdoc/>
    public void Backward(int rows, int columns, float* y, float* dy, float* dx, bool logarithm)
    {
        if (!TryRun(new SoftmaxKey(rows, columns, logarithm, true), [(nint)y, (nint)dy, (nint)dx]))
        {
            managed.Backward(rows, columns, y, dy, dx, logarithm);
        }
    }

    /// <inheritdoc/>
    public void CrossEntropy(int rows, int columns, float* x, int* labels, float smoothing, int ignore, float gradientScale, float* losses, float* dx) =>
        managed.CrossEntropy(rows, columns, x, labels, smoothing, ignore, gradientScale, losses, dx);

    private bool TryRun(in SoftmaxKey key, ReadOnlySpan<nint> buffers)
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
}
