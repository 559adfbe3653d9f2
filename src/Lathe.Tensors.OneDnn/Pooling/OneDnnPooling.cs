using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn.Pooling;

/// <summary>
/// Pooling by oneDNN. Maxima whose places are wanted stay with the managed kernels: oneDNN records places within a window,
/// the contract wants places in the image.
/// </summary>
/// <param name="context">Engine, stream and threads.</param>
/// <param name="managed">The kernels to fall back on.</param>
/// <param name="choose">Whether oneDNN serves a pooling.</param>
internal sealed unsafe class OneDnnPooling(OneDnnContext context, IPoolingKernels managed, PoolingChooser choose) : IPoolingKernels
{
    private const int CachedPlans = 128;

    private readonly PlanCache<PoolingKey, PrimitivePlan> _plans = new(CachedPlans, new PoolingPlanner(context).Create);

    /// <inheritdoc/>
    public void MaxForward(in PoolGeometry geometry, float* x, float* y, int* indices)
    {
        if (indices != null || !TryRun(new PoolingKey(geometry, PoolingKind.MaxForward), x, y))
        {
            managed.MaxForward(geometry, x, y, indices);
        }
    }

    /// <inheritdoc/>
    public void MaxBackward(in PoolGeometry geometry, float* dy, int* indices, float* dx) => managed.MaxBackward(geometry, dy, indices, dx);

    /// <inheritdoc/>
    public void AverageForward(in PoolGeometry geometry, float* x, float* y)
    {
        if (!TryRun(new PoolingKey(geometry, PoolingKind.AverageForward), x, y))
        {
            managed.AverageForward(geometry, x, y);
        }
    }

    /// <inheritdoc/>
    public void AverageBackward(in PoolGeometry geometry, float* dy, float* dx)
    {
        if (!TryRun(new PoolingKey(geometry, PoolingKind.AverageBackward), dy, dx))
        {
            managed.AverageBackward(geometry, dy, dx);
        }
    }

    private bool TryRun(in PoolingKey key, float* from, float* to)
    {
        if (OpenMpTeam.Inside || !key.IsCovered || !choose(key.Geometry, key.Kind))
        {
            return false;
        }

        lock (context.Gate)
        {
            context.Team.Configure();
            PrimitivePlan? plan = _plans.Get(key);
            plan?.Run(context.Stream, [(nint)from, (nint)to]);
            return plan is not null;
        }
    }
}
