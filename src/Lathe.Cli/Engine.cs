using Lathe.Tensors;
using Lathe.Tensors.OneDnn;

namespace Lathe.Cli;

/// <summary>Chooses the kernel backend once a command needs it, so that help stays instant.</summary>
internal static class Engine
{
    /// <summary>Sets the backend LATHE_BACKEND asks for, on LATHE_THREADS threads (all by default).</summary>
    /// <returns>What was chosen and why.</returns>
    public static string Start()
    {
        int threads = int.TryParse(Environment.GetEnvironmentVariable("LATHE_THREADS"), out int given) && given > 0 ? given : Environment.ProcessorCount;
        BackendSelection selection = Backends.Select(Environment.GetEnvironmentVariable(Backends.Variable), threads);
        ComputeBackend.SetDefault(selection.Backend);
        return selection.Report;
    }
}
