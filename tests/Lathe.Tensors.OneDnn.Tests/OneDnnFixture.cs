using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.OneDnn.Threading;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>One oneDNN context for the whole test process; tests skip when the library is absent.</summary>
internal static class OneDnnFixture
{
    private static readonly int s_threads = int.TryParse(Environment.GetEnvironmentVariable("LATHE_THREADS"), out int threads) ? threads : 2;
    private static readonly Lazy<OneDnnContext> s_context = new(() => new OneDnnContext(new OpenMpTeam(s_threads)));
    private static readonly Lazy<KernelBackend> s_managed = new(() => ManagedBackend.Create(s_context.Value.Team));
    private static readonly Lazy<KernelBackend> s_backend = new(() => OneDnnBackend.TryCreate(s_threads, out KernelBackend? backend, out string? reason) ? backend! : throw new InvalidOperationException(reason));

    /// <summary>Engine, stream and a team of two.</summary>
    public static OneDnnContext Context
    {
        get
        {
            SkipWithoutLibrary();
            return s_context.Value;
        }
    }

    /// <summary>Managed kernels on the same team.</summary>
    public static KernelBackend Managed
    {
        get
        {
            SkipWithoutLibrary();
            return s_managed.Value;
        }
    }

    /// <summary>The backend as users get it.</summary>
    public static KernelBackend Backend
    {
        get
        {
            SkipWithoutLibrary();
            return s_backend.Value;
        }
    }

    /// <summary>Managed kernels on one thread: the reference.</summary>
    public static KernelBackend Reference { get; } = ManagedBackend.Create(SerialTeam.Instance);

    /// <summary>Skips the calling test when oneDNN cannot be used here.</summary>
    public static void SkipWithoutLibrary() => Skip.If(OneDnnLibrary.Problem is not null, OneDnnLibrary.Problem);
}
