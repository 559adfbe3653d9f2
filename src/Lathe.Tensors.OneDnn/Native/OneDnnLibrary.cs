using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Finds out, once, whether a usable oneDNN is here.</summary>
internal static unsafe class OneDnnLibrary
{
    private static readonly Lazy<string?> s_problem = new(() => FindProblem(Gomp.Library, Dnnl.Library));

    /// <summary>Why oneDNN cannot be used, with the remedy; null when it can.</summary>
    public static string? Problem => s_problem.Value;

    /// <summary>Version and instruction set, for reports; call only without a <see cref="Problem"/>.</summary>
    public static string Describe()
    {
        DnnlVersion version = *Dnnl.Version();
        return $"oneDNN {version.Major}.{version.Minor}.{version.Patch}";
    }

    /// <summary>Why this version does not fit, or null when it does.</summary>
    internal static string? ProblemWith(int major, int minor, int patch, uint cpuRuntime)
    {
        if (major != 2 || minor < 6)
        {
            return $"{Dnnl.Library} is oneDNN {major}.{minor}.{patch}, but 2.6 or a later 2.x is needed. Get it with: apt-get install libdnnl2";
        }

        return cpuRuntime == DnnlConstants.RuntimeOpenMp
            ? null
            : $"{Dnnl.Library} {major}.{minor}.{patch} was built for CPU runtime {cpuRuntime}, but OpenMP (2) is needed, as in Debian's libdnnl2. Get it with: apt-get install libdnnl2";
    }

    /// <summary>Why oneDNN cannot be used from libraries of these names, or null when it can.</summary>
    internal static string? FindProblem(string openMpLibrary, string oneDnnLibrary)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return $"oneDNN is used on Linux x64 only; this is {RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}.";
        }

        foreach (string library in (ReadOnlySpan<string>)[openMpLibrary, oneDnnLibrary])
        {
            if (!NativeLibrary.TryLoad(library, out _))
            {
                return $"{library} was not found. Get it with: apt-get install libdnnl2";
            }
        }

        try
        {
            DnnlVersion version = *Dnnl.Version();
            return ProblemWith(version.Major, version.Minor, version.Patch, version.CpuRuntime);
        }
        catch (EntryPointNotFoundException exception)
        {
            return $"{Dnnl.Library} lacks a function that oneDNN 2.6 has ({exception.Message}). Get it with: apt-get install --reinstall libdnnl2";
        }
    }
}
