using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Matrix products by oneDNN, or by the managed kernels where those are faster.</summary>
/// <param name="context">Engine, stream and threads.</param>
/// <param name="managed">The kernels to fall back on.</param>
/// <param name="choose">Who computes which product; it must depend on nothing but its argument.</param>
internal sealed unsafe class OneDnnMatMul(OneDnnContext context, KernelBackend managed, MatMulChooser choose) : IMatMulKernels
{
    private const int CachedPlans = 512;

    private readonly PlanCache<MatMulKey, PrimitivePlan> _plans = new(CachedPlans, new MatMulPlanner(context).Create);

    /// <inheritdoc/>
    public void Gemm(in GemmArguments arguments)
    {
        GemmArguments g = arguments;
        if (OpenMpTeam.Inside || g.M == 0 || g.N == 0 || g.K == 0)
        {
            managed.MatMul.Gemm(g);
            return;
        }

        using var a = new ProductInput(context, managed, g.InputType, g.A, Extent(g.Batch, g.StrideA, g.TransposeA ? g.K : g.M, g.LeadingA, g.TransposeA ? g.M : g.K));
        using var b = new ProductInput(context, managed, g.InputType, g.B, Extent(g.Batch, g.StrideB, g.TransposeB ? g.N : g.K, g.LeadingB, g.TransposeB ? g.K : g.N));
        g.A = a.Pointer;
        g.B = b.Pointer;
        g.InputType = a.Type;
        if (!TryRun(g))
        {
            managed.MatMul.Gemm(g);
        }
    }

    private bool TryRun(in GemmArguments g)
    {
        switch (choose(g))
        {
            case MatMulChoice.Sgemm when g.InputType == DType.Float32:
                RunSgemm(g);
                return true;
            case MatMulChoice.Primitive when g.Alpha == 1 && g.Beta is 0 or 1:
                return TryRunPrimitive(g);
            default:
                return false;
        }
    }

    private void RunSgemm(in GemmArguments g)
    {
        lock (context.Gate)
        {
            context.Team.Configure();
            for (int i = 0; i < g.Batch; i++)
            {
                DnnlStatus status = Dnnl.Sgemm(
                    g.TransposeA ? (byte)'T' : (byte)'N',
                    g.TransposeB ? (byte)'T' : (byte)'N',
                    g.M,
                    g.N,
                    g.K,
                    g.Alpha,
                    (float*)g.A + (i * g.StrideA),
                    g.LeadingA,
                    (float*)g.B + (i * g.StrideB),
                    g.LeadingB,
                    g.Beta,
                    g.C + (i * g.StrideC),
                    g.LeadingC);
                if (status != DnnlStatus.Success)
                {
                    status.Check(MatMulKey.Of(g, DType.Float32).Describe());
                }
            }
        }

        if (g.Bias != null || g.Activation != Activation.Identity)
        {
            for (int i = 0; i < g.Batch; i++)
            {
                context.Team.For(g.M, Math.Max(1, 16384 / g.N), new RowEpilogue(g.C + (i * g.StrideC), g.N, g.LeadingC, g.Bias, g.Activation));
            }
        }
    }

    private bool TryRunPrimitive(in GemmArguments g)
    {
        lock (context.Gate)
        {
            context.Team.Configure();
            PrimitivePlan? plan = _plans.Get(MatMulKey.Of(g, g.InputType));
            ReadOnlySpan<nint> buffers = [(nint)g.A, (nint)g.B, (nint)g.C, (nint)g.Bias];
            plan?.Run(context.Stream, buffers);
            return plan is not null;
        }
    }

    private static long Extent(int batch, long stride, int rows, int leading, int columns) => ((batch - 1) * stride) + ((long)(rows - 1) * leading) + columns;
}
