using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>dnnl_version_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DnnlVersion
{
    public readonly int Major;
    public readonly int Minor;
    public readonly int Patch;
    public readonly nint Hash;
    public readonly uint CpuRuntime;
    public readonly uint GpuRuntime;
}
