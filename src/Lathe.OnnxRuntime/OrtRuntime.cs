using Lathe.OnnxRuntime.Native;

namespace Lathe.OnnxRuntime;

/// <summary>The native library as a whole.</summary>
public static class OrtRuntime
{
    /// <summary>Its version, such as 1.30.0.</summary>
    /// <exception cref="MissingDependencyException">It is not on this machine.</exception>
    public static string Version => OrtTable.Version;
}
