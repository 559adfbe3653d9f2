using System.Runtime.InteropServices;

namespace Lathe.OnnxRuntime.Native;

/// <summary>Finds the native library: LATHE_NATIVE, beside the program, .lathe/native above it, then the system.</summary>
internal static class OrtLibrary
{
    private static readonly string[] s_names = OperatingSystem.IsWindows() ? ["onnxruntime.dll"] : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib"] : ["libonnxruntime.so.1", "libonnxruntime.so"];

    public static nint Load()
    {
        foreach (string candidate in Folders().SelectMany(f => s_names.Select(n => Path.Combine(f, n))).Where(File.Exists).Concat(s_names))
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                return library;
            }
        }

        throw new MissingDependencyException("ONNX Runtime's native library was not found; it runs and measures deployed models.", "./lathe doctor (the first call fetches the npm package onnxruntime-node), or set LATHE_NATIVE to the folder that holds it");
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("LATHE_NATIVE") is { Length: > 0 } given)
        {
            yield return given;
        }

        yield return AppContext.BaseDirectory;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, ".lathe", "native");
        }
    }
}
