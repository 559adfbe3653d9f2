using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.OneDnn;

/// <summary>Chooses the kernel backend, as LATHE_BACKEND=auto|managed|onednn asks.</summary>
public static class Backends
{
    /// <summary>The environment variable users choose with.</summary>
    public const string Variable = "LATHE_BACKEND";

    /// <summary>Chooses and creates a backend.</summary>
    /// <param name="requested">auto (or null or empty), managed, or onednn; case does not matter.</param>
    /// <param name="threads">Threads, the caller's included.</param>
    /// <exception cref="InvalidInputException">The name is none of these, or there are no threads.</exception>
    /// <remarks>A oneDNN that is asked for but unusable is reported, not fatal: the managed kernels compute the same.</remarks>
    public static BackendSelection Select(string? requested, int threads)
    {
        if (threads < 1)
        {
            throw new InvalidInputException($"A backend cannot run on {threads} threads; at least 1 is needed. Check --threads.");
        }

        string name = string.IsNullOrWhiteSpace(requested) ? "auto" : requested.Trim().ToLowerInvariant();
        return name switch
        {
            "managed" => new BackendSelection(Managed(threads), $"managed ({Threads(threads)})"),
            "onednn" or "auto" => Native(name, threads),
            _ => throw new InvalidInputException($"{Variable} is '{requested}', but must be auto, managed or onednn."),
        };
    }

    private static BackendSelection Native(string name, int threads)
    {
        if (OneDnnBackend.TryCreate(threads, out KernelBackend? backend, out string? reason))
        {
            string products = backend!.HasNativeBFloat16 ? ", bfloat16 in hardware" : string.Empty;
            return new BackendSelection(backend, $"onednn ({OneDnnLibrary.Describe()}, {Threads(threads)}{products})");
        }

        string asked = name == "onednn" ? "onednn was asked for but cannot be used" : "without oneDNN";
        return new BackendSelection(Managed(threads), $"managed ({Threads(threads)}); {asked}: {reason}");
    }

    private static KernelBackend Managed(int threads) => ManagedBackend.Create(WorkerTeam.Create(threads));

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
