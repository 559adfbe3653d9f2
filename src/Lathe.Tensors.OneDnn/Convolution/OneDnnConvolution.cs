using Lathe.Tensors.Kernels;
using Lathe.Tensors.Memory;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>Convolutions by oneDNN, or by the managed kernels where those are faster or oneDNN has none.</summary>
/// <param name="context">Engine, stream and threads.</param>
/// <param name="managed">The kernels to fall back on.</param>
/// <param name="choose">Who computes which shape; it must depend on nothing but its arguments.</param>
internal sealed unsafe class OneDnnConvolution(OneDnnContext context, KernelBackend managed, Func<ConvolutionGeometry, ConvolutionDirection, ConvolutionChoice> choose) : IConvolutionKernels
{
    private const int CachedPlans = 512;

    private readonly PlanCache<ConvolutionKey, PrimitivePlan> _plans = new(CachedPlans, new ConvolutionPlanner(context).Create);

    /// <inheritdoc/>
    public void Forward(in ConvolutionGeometry geometry, DType inputType, void* x, void* w, float* bias, float* y, Activation activation, bool accumulate)
    {
        using var input = new ProductInput(context, managed, inputType, x, InputCount(geometry));
        using var weight = new ProductInput(context, managed, inputType, w, WeightCount(geometry));
        ReadOnlySpan<nint> buffers = [(nint)input.Pointer, (nint)weight.Pointer, (nint)y, (nint)bias];
        if (!TryRun(geometry, ConvolutionDirection.Forward, input.Type, activation, bias != null, accumulate, buffers))
        {
            managed.Convolution.Forward(geometry, input.Type, input.Pointer, weight.Pointer, bias, y, activation, accumulate);
        }
    }

    /// <inheritdoc/>
    public void BackwardData(in ConvolutionGeometry geometry, DType inputType, void* dy, void* w, float* dx)
    {
        using var gradient = new ProductInput(context, managed, inputType, dy, OutputCount(geometry));
        using var weight = new ProductInput(context, managed, inputType, w, WeightCount(geometry));
        ReadOnlySpan<nint> buffers = [(nint)dx, (nint)weight.Pointer, (nint)gradient.Pointer];
        if (!TryRun(geometry, ConvolutionDirection.BackwardData, gradient.Type, Activation.Identity, false, false, buffers))
        {
            managed.Convolution.BackwardData(geometry, gradient.Type, gradient.Pointer, weight.Pointer, dx);
        }
    }

    /// <inheritdoc/>
    public void BackwardWeights(in ConvolutionGeometry geometry, DType inputType, void* x, void* dy, float* dw, float* db)
    {
        using var input = new ProductInput(context, managed, inputType, x, InputCount(geometry));
        using var gradient = new ProductInput(context, managed, inputType, dy, OutputCount(geometry));
        ReadOnlySpan<nint> buffers = [(nint)input.Pointer, (nint)dw, (nint)gradient.Pointer, (nint)db];
        if (!TryRun(geometry, ConvolutionDirection.BackwardWeights, input.Type, Activation.Identity, db != null, false, buffers))
        {
            managed.Convolution.BackwardWeights(geometry, input.Type, input.Pointer, gradient.Pointer, dw, db);
        }
    }

    /// <summary>The name of oneDNN's implementation for a shape, or null when the managed kernels serve it.</summary>
    internal string? ImplementationOf(in ConvolutionGeometry geometry, ConvolutionDirection direction, DType type)
    {
        lock (context.Gate)
        {
            context.Team.Configure();
            return PlanFor(geometry, direction, type, Activation.Identity, false, false)?.Implementation;
        }
    }

    private bool TryRun(in ConvolutionGeometry geometry, ConvolutionDirection direction, DType type, Activation activation, bool hasBias, bool accumulate, ReadOnlySpan<nint> buffers)
    {
        // A primitive is split for the whole team; inside a loop's part there is no team to run it.
        if (OpenMpTeam.Inside || geometry.Batch == 0)
        {
            return false;
        }

        lock (context.Gate)
        {
            context.Team.Configure();
            PrimitivePlan? plan = PlanFor(geometry, direction, type, activation, hasBias, accumulate);
            plan?.Run(context.Stream, buffers);
            return plan is not null;
        }
    }

    private PrimitivePlan? PlanFor(in ConvolutionGeometry geometry, ConvolutionDirection direction, DType type, Activation activation, bool hasBias, bool accumulate)
    {
        ConvolutionChoice choice = choose(geometry, direction);
        if (choice == ConvolutionChoice.Managed && type == DType.Float32)
        {
            return null;
        }

        // Accumulating reads the output first: staging it twice would cost more than the blocked format gains.
        ConvolutionLayout layout = choice == ConvolutionChoice.Blocked && !accumulate ? ConvolutionLayout.Blocked : ConvolutionLayout.ChannelsLast;
        return _plans.Get(new ConvolutionKey(geometry, direction, type, activation, hasBias, accumulate, layout));
    }

    private static long InputCount(in ConvolutionGeometry g) => (long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels;

    private static long OutputCount(in ConvolutionGeometry g) => (long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels;

    private static long WeightCount(in ConvolutionGeometry g) => (long)g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth;
}
