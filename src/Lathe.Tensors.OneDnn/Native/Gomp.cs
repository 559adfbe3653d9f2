using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>The part of GNU OpenMP's interface that runs a function on its team.</summary>
internal static unsafe partial class Gomp
{
    public const string Library = "libgomp.so.1";

    [LibraryImport(Library, EntryPoint = "GOMP_parallel")]
    public static partial void Parallel(delegate* unmanaged[Cdecl]<void*, void> function, void* data, uint threads, uint flags);

    [LibraryImport(Library, EntryPoint = "omp_get_thread_num")]
    [SuppressGCTransition]
    public static partial int GetThreadNumber();

    [LibraryImport(Library, EntryPoint = "omp_get_num_threads")]
    [SuppressGCTransition]
    public static partial int GetThreadCount();

    [LibraryImport(Library, EntryPoint = "omp_set_num_threads")]
    public static partial void SetThreadCount(int threads);
}
