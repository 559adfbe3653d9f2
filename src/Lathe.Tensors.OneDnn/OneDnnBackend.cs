using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.OneDnn.Convolution;
using Lathe.Tensors.OneDnn.MatMul;
using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.OneDnn.Normalization;
using Lathe.Tensors.OneDnn.Pooling;
using Lathe.Tensors.OneDnn.Softmax;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn;

/// <summary>The kernels of oneDNN 2.6 (Debian libdnnl2) where they are faster, the managed ones for the rest.</summary>
public static class OneDnnBackend
{
    /// <summary>Loads oneDNN and puts the backend together; a missing or unfit library is an answer, not an exception.</summary>
    /// <param name="threads">Threads, the caller's included. Managed kernels run on the same OpenMP team as oneDNN's.</param>
    /// <param name="backend">The backend, or null.</param>
    /// <param name="reason">Why there is none, with the remedy; or null.</param>
    public static bool TryCreate(int threads, out KernelBackend? backend, out string? reason)
    {
        backend = null;
        Spinning.Shorten();
        reason = OneDnnLibrary.Problem;
        if (reason is not null)
        {
            return false;
        }

        try
        {
            backend = Compose(new OneDnnContext(new OpenMpTeam(threads)));
            return true;
        }
        catch (KernelException exception)
        {
            reason = exception.Message;
            return false;
        }
    }

    private static KernelBackend Compose(OneDnnContext context)
    {
        KernelBackend managed = ManagedBackend.Create(context.Team);
        var matMul = new OneDnnMatMul(context, managed, KernelChoices.MatMul);
        return managed with
        {
            Name = "onednn",
            HasNativeBFloat16 = context.HasBFloat16,
            MatMul = matMul,
            Convolution = new OneDnnConvolution(context, managed, KernelChoices.Convolution),
            Pooling = new OneDnnPooling(context, managed.Pooling, KernelChoices.Pooling),
            Normalization = new OneDnnNormalization(context, managed, KernelChoices.BatchNormalization),
            Softmax = new OneDnnSoftmax(context, managed.Softmax),
            Recurrent = new ManagedRecurrent(context.Team, matMul),
        };
    }
}
